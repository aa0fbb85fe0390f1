"""HTTP by Django, websockets by the apps that speak them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from shop_chat.routing import websocket_urlpatterns as of_chats
from shop_orders.routing import websocket_urlpatterns as of_orders

application = ProtocolTypeRouter(
    {"http": http, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([*of_chats, *of_orders])))}
)

if settings.TASKS_IN_PROCESS:
    from .inprocess import start

    start()
