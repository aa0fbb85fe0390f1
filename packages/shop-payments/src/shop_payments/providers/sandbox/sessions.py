"""What happens to a session at the sandbox."""

from __future__ import annotations

import json
import time

import httpx
from django.db import transaction
from django.utils import timezone

from shop_core.tasks import queue_after_commit

from .models import SandboxSession, SessionState
from .signatures import HEADER, sign
from .tasks import deliver_sandbox_notice

NOTICE_DELAY_SECONDS = 1
TIMEOUT = httpx.Timeout(5.0, connect=2.0)


@transaction.atomic
def decide(session: SandboxSession, state: SessionState) -> bool:
    """Bring an open session to its end, and let the shop be told over HTTP; tell whether it was open."""
    decided = SandboxSession.objects.filter(pk=session.pk, state=SessionState.OPEN).update(state=state)
    session.refresh_from_db()
    if decided:
        queue_after_commit(deliver_sandbox_notice, session.pk, countdown=NOTICE_DELAY_SECONDS)
    return bool(decided)


def expire_if_due(session: SandboxSession) -> SandboxSession:
    """Return the session as it is by the clock."""
    if session.state == SessionState.OPEN and session.expires_at <= timezone.now():
        decide(session, SessionState.EXPIRED)
    return session


def deliver_notice(session_id: int) -> None:
    """Tell the shop how the session ended: the same event, however often it is sent.

    :raises httpx.HTTPError: the shop does not answer, or not with success.
    """
    session = SandboxSession.objects.get(pk=session_id)
    event_id = f"evt_{session.public_id.hex}_{session.state}"
    notice = {"id": event_id, "type": f"session.{session.state}", "session": str(session.public_id)}
    body = json.dumps(notice).encode()
    headers = {"content-type": "application/json", HEADER: sign(body, timestamp=int(time.time()))}
    httpx.post(session.webhook_url, content=body, headers=headers, timeout=TIMEOUT).raise_for_status()
