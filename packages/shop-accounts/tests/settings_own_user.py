"""The same project with the user model that shop-accounts ships."""

from .settings import *  # noqa: F403
from .settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "tests.testapp"]
AUTH_USER_MODEL = "shop_accounts.User"
DATABASES["default"].setdefault("TEST", {"NAME": f"test_{DATABASES['default']['NAME']}_own_user"})
