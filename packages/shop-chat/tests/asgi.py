import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
http = get_asgi_application()  # loads the apps, which the routes need

from shop_chat import routing

application = ProtocolTypeRouter({"http": http, "websocket": routing.application()})
