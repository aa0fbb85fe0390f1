"""Mails that tell a user of what happened to the account, so that a stranger's doing does not stay unseen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from shop_core.tasks import queue_after_commit

from .. import links
from ..clients import agent_of, network_of
from ..notices import Event
from ..tasks import mail_notice

__all__ = ["Event", "notify"]


def notify(*, user: Any, event: Event, request: HttpRequest | None = None, base_url: str = "", to: str = "") -> None:
    """Mail a user what happened, with the time, the browser and the network of the request.

    :param base_url: what stands before the path of the link, where it is no request of the user that did it.
    :param to: the address to tell; that of the user where it is left out.
    """
    facts = {"at": timezone.now().isoformat(), "agent": "", "network": ""}
    address = base_url or links.base_url()
    if request is not None and "SERVER_NAME" in request.META:
        facts |= {"agent": agent_of(request), "network": network_of(request)}
        address = links.base_url(request)
    queue_after_commit(mail_notice, str(user.pk), str(event), address, facts, to)
