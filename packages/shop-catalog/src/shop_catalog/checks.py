"""System checks of shop-catalog: E001 to E005 are those of `shop_core.conf`; E006 and W001 are about the storage of pictures,
E007 about imports, W002 about the history."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.files.storage import default_storage

from shop_core.history.actors import MIDDLEWARE

from .conf import conf

STORAGE_NEEDS = {
    "storages.backends.s3": ("s3", ("storages", "boto3")),
    "shop_catalog.cloudinary": ("cloudinary", ("cloudinary",)),
}


IMPORT_NEEDS = ("import_export", "openpyxl")
INSTALL_IMPORT = "pip install shop-catalog[import]"


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_CATALOG``."""
    return conf.check()


def check_storage(**kwargs: Any) -> list[CheckMessage]:
    """Say what the storage of ``STORAGES["default"]`` lacks: E006 a package, W001 lasting addresses of pictures."""
    backend = str(settings.STORAGES["default"]["BACKEND"])
    for module, (extra, packages) in STORAGE_NEEDS.items():
        if backend.startswith(module) and not all(find_spec(name) for name in packages):
            needed = f"{backend} needs packages that are not installed."
            return [Error(needed, hint=f"pip install shop-catalog[{extra}]", id="shop_catalog.E006")]
    return [SIGNED_ADDRESSES] if _signs_addresses(default_storage) else []


def check_import(**kwargs: Any) -> list[CheckMessage]:
    """Name what imports and exports lack (E007), where the project has ``import_export`` among its apps."""
    missing = missing_for_import()
    if not missing or "import_export" not in settings.INSTALLED_APPS:
        return []
    needed = f"Imports and exports of products need packages that are not installed: {', '.join(missing)}."
    return [Error(needed, hint=INSTALL_IMPORT, id="shop_catalog.E007")]


def check_history(**kwargs: Any) -> list[CheckMessage]:
    """Say that nobody would be known who changes something (W002): the history is on, and the middleware that it needs is not there."""
    if conf.check() or not conf.options.HISTORY or MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "It is written down what changes in the catalog, but not who changes it.",
            hint=f'Add "{MIDDLEWARE}" to MIDDLEWARE, or set SHOP_CATALOG["HISTORY"] = False.',
            id="shop_catalog.W002",
        )
    ]


def missing_for_import() -> list[str]:
    """Return the packages of the extra ``import`` that are not installed."""
    return [name for name in IMPORT_NEEDS if find_spec(name) is None]


SIGNED_ADDRESSES = Warning(
    "The storage of pictures signs their addresses, so that none can be kept: not by browsers, not in orders, not in lists.",
    hint='Pictures of products are public: set AWS_QUERYSTRING_AUTH = False, or the option "querystring_auth" of STORAGES.',
    id="shop_catalog.W001",
)


def _signs_addresses(storage: Any) -> bool:
    """Tell whether the S3 storage signs; behind a domain of its own only CloudFront does."""
    signs = getattr(storage, "querystring_auth", False)
    return bool(signs and (not storage.custom_domain or storage.cloudfront_signer))
