"""What the catalog gives to every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Category


def categories(request: HttpRequest) -> dict[str, Any]:
    """Give ``categories``: those at the top of the tree, asked for only where a page shows them."""
    return {"categories": SimpleLazyObject(lambda: list(Category.objects.top()))}
