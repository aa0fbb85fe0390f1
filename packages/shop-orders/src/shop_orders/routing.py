"""The socket of orders, for the extra ``live``: put `websocket_urlpatterns` into the project's router, or take `application()` as it is."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from .consumers import OrderConsumer

websocket_urlpatterns = [path("ws/orders/<str:number>/", OrderConsumer.as_asgi())]


def application() -> Any:
    """Return the socket behind what it needs: the check of the origin, the session and the user."""
    return AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
