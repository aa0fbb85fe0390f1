"""Where a user is logged in: noted, shown and ended, for browsers and tokens alike."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.signed_cookies import SessionStore as CookieStore
from django.http import HttpRequest
from django.utils import timezone

from ..clients import agent_of, network_of
from ..models import KnownDevice, SessionKind, UserSession
from .devices import MAX_AGE, remember_device
from .notices import Event, notify

MARK = "shop_accounts_session"
METHODS = "shop_accounts_methods"
ONE_STEP = ("pwd",)
BOTH_STEPS = ("pwd", "otp", "mfa")
PASSKEY_STEP = ("pwd", "pop", "mfa")
PASSKEY_ALONE = ("pop", "mfa")
TOUCH_EVERY = timedelta(minutes=5)


def note_login(*, user: Any, request: HttpRequest, methods: Sequence[str] = ONE_STEP) -> UserSession:
    """Note a browser session that has begun, and tell the user if the device is new."""
    if not request.session.session_key:
        request.session.save()
    session = note_session(
        user=user,
        request=request,
        kind=SessionKind.BROWSER,
        methods=methods,
        session_key=_key_of(request.session),
        expires_at=request.session.get_expiry_date(),
    )
    _mark(request, session.pk)
    request.session[METHODS] = list(methods)
    return session


def note_session(
    *, user: Any, request: HttpRequest | None, kind: SessionKind, methods: Sequence[str], **fields: Any
) -> UserSession:
    """Note a session or a family of tokens, and tell the user if the device is new."""
    if request is not None:
        fields |= {"network": network_of(request), "agent": agent_of(request)}
    stamp = user.get_session_auth_hash()
    session: UserSession = UserSession.objects.create(
        user_id=user.pk, kind=kind, methods=" ".join(methods), stamp=stamp, **fields
    )
    if request is not None and remember_device(user=user, request=request, kind=kind):
        notify(user=user, event=Event.NEW_DEVICE, request=request)
    return session


def note_methods(*, request: HttpRequest, methods: Sequence[str]) -> None:
    """Note how the user of a browser session has proven who one is, as RFC 8176 names it: ``["pwd", "otp", "mfa"]``."""
    request.session[METHODS] = list(methods)
    UserSession.objects.filter(pk=current_session(request)).update(methods=" ".join(methods))  # type: ignore[misc]


def current_session(request: HttpRequest) -> UUID | None:
    """Return the id of the session or family of tokens that a request belongs to."""
    claim = getattr(getattr(request, "auth", None), "get", lambda name: None)("sid")
    mark = [claim] if claim else request.session.get(MARK) if hasattr(request, "session") else None
    return UUID(mark[0]) if mark else None


def touch_session(*, request: HttpRequest) -> None:
    """Note that a browser session is in use, once in `TOUCH_EVERY`; log out where it was ended elsewhere."""
    mark = request.session.get(MARK)
    if mark is None:
        if request.user.is_authenticated:  # from before the installation
            note_login(user=request.user, request=request)
        return
    key = _key_of(request.session)
    if mark[2] == key and time.time() - mark[1] < TOUCH_EVERY.total_seconds():
        return
    fields = {"seen_at": timezone.now(), "expires_at": request.session.get_expiry_date(), "session_key": key}
    if UserSession.objects.filter(pk=mark[0]).update(**fields):
        _mark(request, mark[0])
    else:
        logout(request)


def keep_session(*, user: Any, pk: UUID | None) -> None:
    """Let a session live on after the password was changed in it."""
    UserSession.objects.filter(pk=pk, user_id=user.pk).update(stamp=user.get_session_auth_hash())  # type: ignore[misc]


def end_session(*, user: Any, pk: UUID) -> bool:
    """End one of a user's sessions, and return whether there was one."""
    return _end(UserSession.objects.filter(user_id=user.pk, pk=pk)) > 0


def end_sessions(*, user: Any, keep: UUID | None = None) -> int:
    """End all sessions and families of tokens of a user, and return how many there were.

    :param keep: spares this one.
    """
    return _end(UserSession.objects.filter(user_id=user.pk).exclude(pk=keep))  # type: ignore[misc]


def prune_sessions() -> int:
    """Delete the sessions that have expired and the devices that were not seen for a year; return how many rows went."""
    now = timezone.now()
    sessions = UserSession.objects.filter(expires_at__lt=now).delete()[0]
    devices = KnownDevice.objects.filter(seen_at__lt=now - MAX_AGE).delete()[0]
    return int(sessions) + devices


def _end(sessions: Any) -> int:
    """Delete the rows, and the data of the browser sessions in whatever store they are."""
    keys = list(sessions.values_list("session_key", flat=True))
    sessions.delete()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in filter(None, keys):
        store(key).delete()
    return len(keys)


def _mark(request: HttpRequest, pk: Any) -> None:
    request.session[MARK] = [str(pk), int(time.time()), _key_of(request.session)]


def _key_of(session: SessionBase) -> str:
    """Return the key under which the store has a session; a session in a cookie has none that lasts."""
    return "" if isinstance(session, CookieStore) else session.session_key or ""
