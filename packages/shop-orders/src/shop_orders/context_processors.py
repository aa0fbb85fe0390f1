"""The cart on every page: ``{{ cart.count }}``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from .cookies import read_cart_id
from .models import Cart


class CartSummary:
    """What a page says of the cart; nothing is asked of the database before it is said."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._count: int | None = None

    @property
    def count(self) -> int:
        """How many units are in the cart; no query where there can be none."""
        if self._count is None:
            self._count = self._read()
        return self._count

    def _read(self) -> int:
        user: Any = getattr(self._request, "user", None)
        carts = Cart.objects.open()
        if user is not None and user.is_authenticated:
            carts = carts.for_user(user)
        elif public_id := read_cart_id(self._request):
            carts = carts.of_visitors().filter(public_id=public_id)
        else:
            return 0
        return carts.units()


def cart(request: HttpRequest) -> dict[str, Any]:
    """Add ``cart`` to the context of every template."""
    return {"cart": CartSummary(request)}
