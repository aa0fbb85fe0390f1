"""Who is at the other end of a socket."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from ..guests import read_guest
from ..people import Person


def current_person(scope: dict[str, Any]) -> Person | None:
    """Ask the database anew: a logout, a changed password or a deactivation counts for sockets that are open already."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(scope["session"].session_key)
    user = get_user(request)
    if user.is_authenticated:
        return user
    return read_guest(scope["cookies"])
