import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.routing import ProtocolTypeRouter

from shop_chat import routing

application = ProtocolTypeRouter({"http": http, "websocket": routing.application()})
