"""Where uploads are kept: ``MEDIA_STORAGE`` is ``local``, ``s3`` or ``cloudinary``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .env import env

FOR_A_YEAR = "public, max-age=31536000, immutable"
"""A file never changes under its name."""


def media_storage() -> tuple[dict[str, Any], list[str]]:
    """Return the storage of uploads for ``STORAGES``, and from where, besides the shop itself, browsers load pictures.

    :raises ImproperlyConfigured: a name that is needed is missing, or ``MEDIA_STORAGE`` is none of the three.
    """
    kinds = {"local": _local, "s3": _s3, "cloudinary": _cloudinary}
    kind = env.str("MEDIA_STORAGE", default="local")
    if kind not in kinds:
        raise ImproperlyConfigured(f"MEDIA_STORAGE is {kind!r}; it must be one of {', '.join(kinds)}.")
    return kinds[kind]()


def _local() -> tuple[dict[str, Any], list[str]]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage"}, []


def _s3() -> tuple[dict[str, Any], list[str]]:
    bucket = env.str("AWS_STORAGE_BUCKET_NAME")
    region = env.str("AWS_S3_REGION_NAME", default="us-east-1")
    endpoint = urlsplit(env.str("AWS_S3_ENDPOINT_URL", default=""))
    own = f"{endpoint.netloc}/{bucket}" if endpoint.netloc else f"{bucket}.s3.{region}.amazonaws.com"
    domain = env.str("AWS_S3_CUSTOM_DOMAIN", default="") or own
    protocol = endpoint.scheme if domain == own and endpoint.scheme else "https"
    options = {
        "bucket_name": bucket,
        "region_name": region,
        "access_key": env.str("AWS_ACCESS_KEY_ID", default="") or None,
        "secret_key": env.str("AWS_SECRET_ACCESS_KEY", default="") or None,
        "endpoint_url": endpoint.geturl() or None,
        "custom_domain": domain,
        "url_protocol": f"{protocol}:",
        "querystring_auth": False,
        "file_overwrite": False,
        "object_parameters": {"CacheControl": FOR_A_YEAR},
    }
    origin = f"{protocol}://{domain.partition('/')[0]}"
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}, [origin]


def _cloudinary() -> tuple[dict[str, Any], list[str]]:
    names = ("cloud_name", "api_key", "api_secret")
    account = {name: env.str(f"CLOUDINARY_{name.upper()}") for name in names}
    storage = {"BACKEND": "shop_catalog.cloudinary.CloudinaryStorage", "OPTIONS": account}
    return storage, ["https://res.cloudinary.com"]
