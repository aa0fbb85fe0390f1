"""The same project with the user model that shop-accounts ships."""

from .settings import *  # noqa: F403
from .settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "tests.testapp"]
AUTH_USER_MODEL = "shop_accounts.User"
