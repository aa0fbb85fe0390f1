"""Where the links of our mails lead to."""

from __future__ import annotations

from django.http import HttpRequest

from .conf import conf


def base_url(request: HttpRequest | None = None) -> str:
    """Return what stands before the path of every link: the option ``SITE_URL``, or the address of the request; empty: no link."""
    if (given := conf.options.SITE_URL.rstrip("/")) or request is None:
        return given
    return f"{request.scheme}://{request.get_host()}"
