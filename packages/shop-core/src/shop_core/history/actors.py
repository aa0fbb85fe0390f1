"""Who does what is being done. Edges say it; services need not hand it on, and it is asked only when something is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Any

from celery import current_task
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext_lazy as _

MIDDLEWARE = "shop_core.history.actors.actor_middleware"
"""What a project lists in ``MIDDLEWARE``."""


class Via(models.TextChoices):
    """The ways on which records change."""

    PAGE = "page", _("page")
    API = "api", _("API")
    ADMIN = "admin", _("back office")
    IMPORT = "import", _("import")
    COMMAND = "command", _("command")
    JOB = "job", _("job")


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, and how; of neither need anything be known."""

    user_id: Any = None
    via: str = ""
    """One of `Via`, or empty."""
    name: str = ""
    """Of the file, the command or the job."""


_told: ContextVar[Actor | None] = ContextVar("shop_core_actor", default=None)
_request: ContextVar[HttpRequest | None] = ContextVar("shop_core_request", default=None)


@contextmanager
def acting(*, via: Via, name: str = "", user: AbstractBaseUser | None = None) -> Iterator[None]:
    """Say who acts within the block, where no request and no Celery task does: commands and imports say it.

    :param name: of the file, the command or the job.
    :param user: who is answerable for it.
    """
    token = _told.set(Actor(user_id=user.pk if user else None, via=via, name=name))
    try:
        yield
    finally:
        _told.reset(token)


def current_actor() -> Actor:
    """Return who acts now: whom `acting` named, else the Celery task that runs, else who sent the request."""
    if told := _told.get():
        return told
    task: Any = current_task  # a stand-in that is false where none runs
    if task:
        return Actor(via=Via.JOB, name=task.name)
    request = _request.get()
    return _sender_of(request) if request else Actor()


@sync_and_async_middleware
def actor_middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Remember the request while it is answered. Its place among others does not matter: who sent it is asked when something is written."""
    if iscoroutinefunction(get_response):

        async def answer_later(request: HttpRequest) -> Any:
            with _answering(request):
                return await get_response(request)

        return answer_later

    def answer(request: HttpRequest) -> Any:
        with _answering(request):
            return get_response(request)

    return answer


@contextmanager
def _answering(request: HttpRequest) -> Iterator[None]:
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def _sender_of(request: HttpRequest) -> Actor:
    """Return who sent a request; that of a token too, whom the REST framework notes on it."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    via = Via.PAGE
    if match and "admin" in match.app_names:
        via = Via.ADMIN
    elif match and hasattr(match.func, "cls"):  # views of the REST framework have it
        via = Via.API
    return Actor(user_id=user.pk if user and user.is_authenticated else None, via=via)
