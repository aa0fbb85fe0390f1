"""Which providers there are: those of the option ``PROVIDERS``, and those that installed packages register by entry point."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import cast

from django.utils.module_loading import import_string

from ..conf import conf
from ..exceptions import UnknownProviderError
from .base import Provider

GROUP = "shop_payments.providers"


def provider_paths() -> dict[str, str]:
    """Return the dotted path of every provider by its alias; the setting wins."""
    return {**_registered(), **conf.options.PROVIDERS}


def get_provider(alias: str) -> Provider:
    """Return the provider of that alias.

    :raises UnknownProviderError: there is none.
    """
    path = provider_paths().get(alias)
    if path is None:
        raise UnknownProviderError
    return cast(Provider, import_string(path)())


@cache
def _registered() -> dict[str, str]:
    return {entry.name: entry.value.replace(":", ".") for entry in entry_points(group=GROUP)}
