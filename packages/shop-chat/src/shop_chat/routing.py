"""The sockets: put `websocket_urlpatterns` into the project's router, or take `application()` as it is."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from .consumers.customer import SupportConsumer
from .consumers.staff import StaffListConsumer, StaffThreadConsumer

websocket_urlpatterns = [
    path("ws/support/", SupportConsumer.as_asgi()),
    path("ws/support/staff/", StaffListConsumer.as_asgi()),
    path("ws/support/staff/<str:thread_id>/", StaffThreadConsumer.as_asgi()),
]


def application() -> Any:
    """Return the sockets behind what they need: the check of the origin, the session and the user."""
    return AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
