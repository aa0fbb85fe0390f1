"""What the environment says: `.env.example` lists every name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
INSECURE_KEY = "insecure-development-key-of-the-shop-suite-example"

env = environ.Env()
environ.Env.read_env(env.str("DOT_ENV", default=str(BASE_DIR.parent / ".env")))

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
"""Where the shop keeps what it writes: the SQLite database, uploads, development mails, collected static files."""


def debug() -> bool:
    """Return whether this is a development server: ``DEBUG`` or ``DJANGO_DEBUG``, off by default."""
    return bool(env.bool("DEBUG", default=env.bool("DJANGO_DEBUG", default=False)))


def secret_key() -> str:
    """Return ``SECRET_KEY`` or ``DJANGO_SECRET_KEY``.

    :raises ImproperlyConfigured: without DEBUG, when it is missing, the default, or short.
    """
    key: str = env.str("SECRET_KEY", default=env.str("DJANGO_SECRET_KEY", default=""))
    if debug():
        return key or INSECURE_KEY
    if len(key) < 50 or key == INSECURE_KEY or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "DEBUG is off and SECRET_KEY is missing, too short or a default. Set SECRET_KEY to at least 50 random characters: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))". For development, set DEBUG=True.'
        )
    return key


def database() -> dict[str, Any]:
    """Return the database of ``DATABASE_URL``, or of ``DB_ENGINE``, ``DB_NAME``..., or SQLite in ``var/``."""
    default = f"sqlite:///{VAR_DIR / 'shop.sqlite3'}"
    url = env.str("DATABASE_URL", default="") or default
    config: dict[str, Any] = _database_by_parts() if env.str("DB_NAME", default="") else env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        }
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | config


def _database_by_parts() -> dict[str, Any]:
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    return {"ENGINE": env.str("DB_ENGINE", default="django.db.backends.postgresql")} | {
        name: env.str(f"DB_{name}", default="") for name in names
    }


def mail() -> dict[str, Any]:
    """Return the settings of outgoing mail from ``EMAIL_URL``; without it, mails land in the development inbox.

    Django 6.1 replaced ``EMAIL_BACKEND`` and its kin with ``MAILERS``; this serves both.
    """
    import django

    if not (url := env.str("EMAIL_URL", default="")):
        backend, options = "storefront.mail.InboxBackend", {}
    else:
        parsed = env.email_url_config(url)
        backend = parsed["EMAIL_BACKEND"]
        options = {
            "host": parsed.get("EMAIL_HOST"),
            "port": parsed.get("EMAIL_PORT"),
            "username": parsed.get("EMAIL_HOST_USER"),
            "password": parsed.get("EMAIL_HOST_PASSWORD"),
            "use_tls": parsed.get("EMAIL_USE_TLS", False),
            "use_ssl": parsed.get("EMAIL_USE_SSL", False),
        }
        if not backend.endswith("smtp.EmailBackend"):
            options = {}
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    renamed = {"username": "HOST_USER", "password": "HOST_PASSWORD"}
    return {"EMAIL_BACKEND": backend} | {
        f"EMAIL_{renamed.get(key, key.upper())}": value for key, value in options.items()
    }


def text_messages(inbox: Path) -> dict[str, Any]:
    """Return how text messages leave: by the class of ``SMS_BACKEND``; without it into files in development, else not at all."""
    backend = env.str("SMS_BACKEND", default="") or ("shop_accounts.sms.FileSms" if debug() else None)
    options = {
        "folder": str(inbox),
        "account_sid": env.str("TWILIO_ACCOUNT_SID", default=""),
        "auth_token": env.str("TWILIO_AUTH_TOKEN", default=""),
        "from": env.str("TWILIO_FROM", default=""),
    }
    return {"SMS_BACKEND": backend, "SMS_OPTIONS": options}


def passkey_domain(site_url: str) -> str:
    """Return the domain that passkeys are made for: that of ``SITE_URL``, if browsers trust it; empty: no passkeys."""
    address = urlsplit(site_url)
    is_local = debug() and address.hostname in (None, "localhost")
    return "localhost" if is_local else (address.scheme == "https" and address.hostname) or ""
