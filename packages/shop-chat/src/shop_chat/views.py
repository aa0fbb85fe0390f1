"""The pages: the customer's own thread, and the desk of the support team."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from .conf import conf
from .exceptions import ChatError
from .frames import message_bodies
from .guests import new_guest, read_guest, remember_guest
from .models import ANSWER_SUPPORT, Thread
from .people import Guest, Person, person_key
from .services.history import read_history
from .services.messages import send_message
from .services.threads import open_support_thread


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@ensure_csrf_cookie
def support(request: HttpRequest) -> HttpResponse:
    """Show the own thread with the support team; a plain form sends where scripts do not run."""
    person = _person(request) or new_guest()
    if request.method == "POST" and _send(request, person):
        response: HttpResponse = redirect("shop_chat:support")
    else:
        thread = Thread.objects.owned_by(person).first()
        context = {
            **_page(),
            "thread": thread,
            "lines": _lines(thread, person) if thread else [],
            "own_id": "" if isinstance(person, Guest) else str(person.pk),
            "body": request.POST.get("body", ""),
            "client_id": uuid.uuid4(),
        }
        response = render(request, "shop_chat/support.html", context)
    if isinstance(person, Guest):
        remember_guest(response, person, request)
    return response


@require_safe
@never_cache
@ensure_csrf_cookie
@login_required
@permission_required(ANSWER_SUPPORT, raise_exception=True)
def staff(request: HttpRequest) -> HttpResponse:
    """Show the desk of the support team: all threads, live, and one of them open."""
    return render(request, "shop_chat/staff.html", {**_page(), "own_id": str(request.user.pk)})


def _person(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else read_guest(request.COOKIES)


def _lines(thread: Thread, person: Person) -> list[dict[str, Any]]:
    messages = read_history(thread=thread).messages
    bodies = message_bodies(thread, messages, own_key=person_key(person))
    return [{**body, "created": message.created_at} for body, message in zip(bodies, messages, strict=True)]


def _send(request: HttpRequest, person: Person) -> bool:
    try:
        send_message(
            thread=open_support_thread(owner=person),
            sender=person,
            client_id=request.POST.get("client_id") or str(uuid.uuid4()),
            body=request.POST.get("body", ""),
        )
    except ChatError as error:
        messages.error(request, str(error))
        return False
    return True


def _page() -> dict[str, Any]:
    """What the scripts must know: where things are, and the words in the reader's language."""
    options = conf.options
    return {
        "chat_config": {
            "adminAvatarUrl": options.ADMIN_AVATAR_URL or static("shop_chat/img/agent.svg"),
            "defaultAvatarUrl": options.DEFAULT_AVATAR_URL or static("shop_chat/img/person.svg"),
            "messagesApiUrlBase": reverse("shop_chat_api:customer-messages", args=["0"]).removesuffix("0/"),
            "websocketBaseUrl": options.WEBSOCKET_BASE_URL,
        },
        "max_length": options.MAX_LENGTH,
        "chat_words": {
            "you": gettext("You"),
            "guest": gettext("Guest"),
            "team": gettext("Support team"),
            "nobody": gettext("Nobody has written yet."),
            "unread": gettext("%s unread messages"),
            "sending": gettext("Sending…"),
            "retry": gettext("Not sent. Try again"),
            "connecting": gettext("Connecting…"),
            "connected": gettext("Connected"),
            "polling": gettext("Connected slowly: messages take a few seconds."),
            "offline": gettext("No connection. What you typed stays here; we keep trying."),
            "closed": gettext("This conversation is closed here. Load the page again to come back."),
        },
    }
