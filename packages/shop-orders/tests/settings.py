"""The smallest project that has shop-orders: it sells its own books."""

from shop_core.testing.databases import databases

SECRET_KEY = "only-for-tests"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
    "rest_framework",
    "shop_core",
    "shop_orders",
    "tests.testapp",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop_orders.context_processors.cart",
            ]
        },
    }
]
DATABASES = databases()
AUTH_USER_MODEL = "testapp.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.urls"
STATIC_URL = "/static/"
USE_TZ = True
LOGIN_URL = "/login/"
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SHOP_ORDERS = {
    "PRODUCT_SOURCE": "tests.testapp.shop.BookSource",
    "INVENTORY": "tests.testapp.shop.Shelf",
    "ADDRESS_BOOK": "tests.testapp.shop.OneAddress",
    "PAYMENT_STARTER": "tests.testapp.shop.Till",
    "SELLER_DIRECTORY": "tests.testapp.shop.Publishers",
    "TRACKING_URLS": {"Post": "https://post.example/{number}"},
}
