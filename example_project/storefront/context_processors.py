"""What every page of the shop knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return whether the development pages exist."""
    return {"debug_pages": settings.DEBUG}
