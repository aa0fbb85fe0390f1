"""Where the links of our mails lead to."""

from __future__ import annotations

from django.http import HttpRequest

from .conf import conf


def base_url(request: HttpRequest) -> str:
    """Return what stands before the path of every link: the option ``SITE_URL``, or the address of the request."""
    return conf.options.SITE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
