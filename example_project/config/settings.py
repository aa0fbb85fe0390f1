"""The example shop: every app of the suite in one project, configured from the environment (`.env.example`)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from django.urls import reverse_lazy
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .env import BASE_DIR, VAR_DIR, database, debug, env, mail, passkey_domain, secret_key, text_messages
from .media import media_storage
from .roles import ROLE_PERMISSIONS
from .schedule import BEAT_SCHEDULE

DEBUG = debug()
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
SITE_URL = env.str("SITE_URL", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
REDIS_URL = env.str("REDIS_URL", default="")

INSTALLED_APPS = [
    *(["daphne"] if DEBUG and find_spec("daphne") else []),  # its runserver speaks websockets
    "jazzmin",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "channels",
    "corsheaders",
    "csp",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "phonenumber_field",
    "rest_framework",
    "treebeard",
    "altcha_django",
    "shop_core",
    "shop_accounts",
    "shop_catalog",
    "shop_orders",
    "shop_payments",
    "shop_payments.providers.sandbox",
    "shop_chat",
    "storefront",
    "wiring",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "storefront.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shop_accounts.middleware.SessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shop_core.history.actors.actor_middleware",
    "shop_accounts.middleware.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop_catalog.context_processors.categories",
                "shop_orders.context_processors.cart",
                "storefront.context_processors.site",
            ]
        },
    }
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# Tasks: a broker where there is one, else a worker inside the server process.
TASKS_IN_PROCESS = not REDIS_URL
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 1, "interval_start": 0} if REDIS_URL else {"polling_interval": 0.1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ALWAYS_EAGER = TASKS_IN_PROCESS  # in commands; a server starts its worker (config/inprocess.py)
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_TIMEZONE = "UTC"

# Users
AUTH_USER_MODEL = "shop_accounts.User"
AUTHENTICATION_BACKENDS = ["shop_accounts.backends.NameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "shop_accounts.validators.ContextValidator", "OPTIONS": {"words": ["shop", "suite"]}},
]
LOGIN_URL = reverse_lazy("shop_accounts:login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
LOGOUT_REDIRECT_URL = reverse_lazy("home")
SIMPLE_JWT = {
    "ISSUER": SITE_URL or "shop-suite",
    "AUDIENCE": SITE_URL or "shop-suite",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env.int("SIMPLE_JWT_ACCESS_LIFETIME_MIN", default=30)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=env.int("SIMPLE_JWT_REFRESH_LIFETIME_DAYS", default=7)),
}

# The suite: which part answers which question
SHOP_CURRENCY = env.str("SHOP_CURRENCY", default="EUR")
SHOP_CORE = {
    "TRUSTED_PROXIES": TRUSTED_PROXIES,
    "BOT_CHECK": {
        "altcha": "shop_core.botcheck.Altcha",
        "honeypot": "shop_core.botcheck.Honeypot",
        "recaptcha": "shop_core.botcheck.Recaptcha",
        "none": "shop_core.botcheck.NoBotCheck",
    }[env.str("BOT_CHECK", default="altcha")],
    "RECAPTCHA_SITE_KEY": env.str("RECAPTCHA_SITE_KEY", default=""),
    "RECAPTCHA_SECRET_KEY": env.str("RECAPTCHA_SECRET_KEY", default=""),
}
SMS_INBOX_DIR = VAR_DIR / "sms"
PASSKEY_RP_ID = env.str("PASSKEY_RP_ID", default="") or passkey_domain(SITE_URL)
SHOP_ACCOUNTS = {
    "SITE_URL": SITE_URL,
    "ROLE_PERMISSIONS": ROLE_PERMISSIONS,
    "PERSONAL_DATA": [
        "shop_orders.personal_data.OrderPersonalData",
        "shop_payments.personal_data.PaymentPersonalData",
        "shop_catalog.personal_data.CatalogPersonalData",
        "shop_chat.personal_data.ChatPersonalData",
    ],
    "PRIVACY_URL": "/privacy/",
    "TERMS_URL": "/terms/",
    "MFA_ISSUER": "Shop Suite",
    "MFA_METHODS": [*(["passkey"] if PASSKEY_RP_ID else []), "totp", "email", "sms"],
    "PASSKEY_RP_ID": PASSKEY_RP_ID,
    "ENCRYPTION_KEYS": env.list("ENCRYPTION_KEYS", default=[]),
    "MFA_REQUIRED_FOR": env.list("MFA_REQUIRED_FOR", default=[] if DEBUG else ["staff"]),
    "PROFILE_LINKS": ["wiring.profiles.DirectMessage", "wiring.profiles.Stores"],
    **text_messages(SMS_INBOX_DIR),
}
SHOP_CATALOG = {
    "PURCHASE_CHECK": "shop_orders.purchases.OrderPurchases",
    "SELLER_ORDERS": "shop_orders.seller_orders.OrderLinesOfSellers",
    "LOW_STOCK_THRESHOLD": env.int("INVENTORY_LOW_STOCK_THRESHOLD", default=3),
    "LOW_STOCK_RECIPIENTS": env.list("LOW_STOCK_RECIPIENTS", default=[]),
    "SITE_URL": SITE_URL,
}
SHOP_ORDERS = {
    "PRODUCT_SOURCE": "shop_catalog.sources.OfferSource",
    "INVENTORY": "shop_catalog.inventory.OfferInventory",
    "ADDRESS_BOOK": "shop_accounts.addresses.AccountAddressBook",
    "PAYMENT_STARTER": "shop_payments.starter.SubjectPaymentStarter",
    "DISCOUNT_SCOPES": "wiring.scopes.CatalogScopes",
    "HOME_COUNTRY": "DE",
    "SELLER_DIRECTORY": "shop_catalog.sellers.CatalogSellers",
    "COMMISSION_RATE": Decimal("0.1"),
    "INVOICE_ISSUER": env.list("INVOICE_ISSUER", default=["Shop Suite", "1 Example Street", "12345 Example Town"]),
}
SHOP_PAYMENTS = {
    "PAYABLES": {"order": "shop_orders.payables.OrderPayables"},
    "SANDBOX_ALLOWED": env.bool("SANDBOX_ALLOWED", default=DEBUG),
}
SHOP_CHAT: dict[str, Any] = {}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "shop_accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "NUM_PROXIES": TRUSTED_PROXIES,  # for throttles of your own
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PAGINATION_CLASS": "shop_core.api.ShopPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
        "rest_framework.filters.OrderingFilter",
    ],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shop Suite",
    "DESCRIPTION": "The API of the example shop.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_NAME_OVERRIDES": {
        "AttributeKind": "shop_catalog.models.attributes.Attribute.Kind",
        "OrderState": "shop_orders.models.OrderState",
        "PaymentState": "shop_payments.models.PaymentState",
        "SessionKind": "shop_accounts.models.SessionKind",
    },
}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of one that is not there
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_STORAGE, PICTURE_ORIGINS = media_storage()
STORAGES = {
    "default": MEDIA_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail
MAIL_INBOX_DIR = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Shop Suite <shop@example.com>")
globals().update(mail())

# Security
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
    SESSION_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=True)
    CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_FAILURE_VIEW = "storefront.errors.csrf_failure"
SILENCED_SYSTEM_CHECKS = [] if REDIS_URL else ["altcha.W001"]  # a cache in the process is right for one process
ALTCHA_CHALLENGE = {"algorithm": "PBKDF2/SHA-256"}  # solved by what browsers have built in
ALTCHA_HMAC_SECRET = salted_hmac("altcha", "challenges", secret=SECRET_KEY, algorithm="sha256").hexdigest()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *PICTURE_ORIGINS],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
CSP_POLICIES = {
    # Third-party pages with inline scripts and styles of their own; each gets just what it needs.
    "admin": {"script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]},
    "api-docs": {
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
    },
    # A mail carries its styles within itself; the development inbox shows it in a sandboxed frame.
    "mail": {"style-src": ["'self'", "'unsafe-inline'"]},
}

# The admin's looks
JAZZMIN_SETTINGS = {
    "site_title": env.str("ADMIN_SITE_TITLE", default="Shop Suite"),
    "site_header": env.str("ADMIN_SITE_HEADER", default="Shop Suite"),
    "site_brand": env.str("ADMIN_SITE_BRAND", default="Shop Suite"),
    "welcome_sign": env.str("ADMIN_WELCOME_SIGN", default="") or _("Welcome to the back office"),
    "site_logo": env.str("ADMIN_LOGO", default="storefront/logo.svg"),
    "login_logo": env.str("ADMIN_LOGIN_LOGO", default="storefront/logo.svg"),
    "site_icon": env.str("ADMIN_FAVICON", default="storefront/logo.svg"),
    "use_google_fonts_cdn": False,
    "custom_css": "storefront/admin.css",
    "order_with_respect_to": ["shop_orders", "shop_payments", "shop_catalog", "shop_accounts", "shop_chat"],
    "topmenu_links": [{"name": _("View shop"), "url": "home"}],
}
JAZZMIN_UI_TWEAKS = {
    "theme": env.str("ADMIN_THEME", default="minty"),
    # Jazzmin draws each theme light and dark by itself now; a name here lets the reader's system choose.
    "default_theme_mode": "auto" if env.str("ADMIN_DARK_THEME", default="darkly") else "light",
    # Minty's secondary color is pink, which says nothing here.
    "button_classes": {
        **{name: f"btn-{name}" for name in ("primary", "info", "warning", "danger", "success")},
        "secondary": "btn-light border",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": []}, "django.request": {"level": "ERROR"}},
}
