"""The sandbox as a `Provider`."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from ...conf import conf
from ...exceptions import BadNoticeError, MisconfiguredError, UnknownPaymentError
from ..base import Capabilities, Movement, MovementKind, Notice, Session, Snapshot, SnapshotStatus, StartRequest
from .models import SandboxSession, SessionState
from .sessions import decide, expire_if_due
from .signatures import HEADER, verify

STATUSES = {
    SessionState.OPEN: SnapshotStatus.PENDING,
    SessionState.PAID: SnapshotStatus.PAID,
    SessionState.DECLINED: SnapshotStatus.DECLINED,
    SessionState.EXPIRED: SnapshotStatus.EXPIRED,
}


def is_allowed() -> bool:
    """Tell whether the sandbox may run: with ``DEBUG``, or where it is allowed by name."""
    return bool(settings.DEBUG) or conf.options.SANDBOX_ALLOWED


class SandboxProvider:
    """The embedded gateway, in which nobody needs money.

    :raises MisconfiguredError: from every call, where the sandbox may not run.
    """

    capabilities = Capabilities()

    def start(self, request: StartRequest) -> Session:
        _require_allowed()
        session, _ = SandboxSession.objects.get_or_create(
            idempotency_key=request.idempotency_key,
            defaults={
                "description": request.description,
                "asked_amount": request.amount.minor,
                "currency": request.amount.currency,
                "return_url": request.return_url,
                "webhook_url": request.webhook_url,
                "expires_at": request.expires_at,
            },
        )
        page = reverse("shop_payments_sandbox:session", args=[session.public_id])
        return Session(
            provider_ref=str(session.public_id),
            redirect_url=urljoin(request.return_url, page),
            expires_at=session.expires_at,
        )

    def fetch(self, provider_ref: str) -> Snapshot:
        _require_allowed()
        return _snapshot(expire_if_due(_find(provider_ref)))

    def expire(self, provider_ref: str) -> Snapshot:
        _require_allowed()
        session = _find(provider_ref)
        decide(session, SessionState.EXPIRED)
        return _snapshot(session)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        _require_allowed()
        verify(body, headers.get(HEADER, ""), now=int(time.time()))
        try:
            content = json.loads(body)
            return Notice(event_id=str(content["id"]), provider_ref=str(content["session"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadNoticeError from error


def _require_allowed() -> None:
    if not is_allowed():
        raise MisconfiguredError


def _find(provider_ref: str) -> SandboxSession:
    try:
        return SandboxSession.objects.get(public_id=UUID(provider_ref))
    except (ValueError, SandboxSession.DoesNotExist):
        raise UnknownPaymentError from None


def _snapshot(session: SandboxSession) -> Snapshot:
    state = SessionState(session.state)
    paid = Movement(object_id=f"ch_{session.public_id.hex}", kind=MovementKind.CAPTURE, amount=session.amount)
    return Snapshot(
        provider_ref=str(session.public_id),
        status=STATUSES[state],
        movements=(paid,) if state == SessionState.PAID else (),
        reason="declined" if state == SessionState.DECLINED else "",
    )
