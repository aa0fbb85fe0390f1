"""Who may see an order: its customer, staff, the browser that placed it, and who holds the signed link of its mails; sellers see their lines."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from .conf import conf
from .models import Order, OrderLine

SESSION_KEY = "shop_orders_numbers"
KEPT = 20


def may_see(request: HttpRequest, order: Order) -> bool:
    """Tell whether who asks may see the order."""
    user: Any = request.user
    return is_buyer(request, order) or user.has_perm("shop_orders.view_order")


def is_buyer(request: HttpRequest, order: Order) -> bool:
    """Tell whether who asks has placed the order, or holds the link to it."""
    user: Any = request.user
    if order.user_id is not None:
        return bool(user.is_authenticated and user.pk == order.user_id)
    return order.number in numbers_of(request)


def may_manage(request: HttpRequest) -> bool:
    """Tell whether who asks may move all orders."""
    user: Any = request.user
    return bool(user.has_perm("shop_orders.change_order"))


def may_move(request: HttpRequest, line: OrderLine) -> bool:
    """Tell whether who asks may move a line: staff, and its seller."""
    return may_manage(request) or (bool(line.seller_ref) and line.seller_ref in seller_refs_of(request))


def seller_refs_of(request: HttpRequest) -> Collection[str]:
    """Return the sellers for whom who asks may act; asked once in a request."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    refs: Collection[str] | None = getattr(request, "shop_orders_seller_refs", None)
    if refs is None:
        refs = {ref for ref in conf.hook("SELLER_DIRECTORY").refs_of(user) if ref}
        request.shop_orders_seller_refs = refs  # type: ignore[attr-defined]
    return refs


def remember_order(request: HttpRequest, order: Order) -> None:
    """Let this browser see a guest's order."""
    if order.user_id is None:
        request.session[SESSION_KEY] = [*numbers_of(request), order.number][-KEPT:]


def key_of(order: Order) -> str:
    """Return what opens a guest's order in any browser."""
    return signing.Signer(salt="shop_orders.order").signature(order.number)


def key_fits(order: Order, key: str) -> bool:
    return constant_time_compare(key, key_of(order))


def signed_path(order: Order) -> str:
    """Return the path of the order's page; a guest's with the key that opens it."""
    path = reverse("shop_orders:order-detail", args=[order.number])
    return path if order.user_id else f"{path}?key={key_of(order)}"


def numbers_of(request: HttpRequest) -> list[str]:
    """Return the numbers of the guest orders that this browser may see."""
    session = getattr(request, "session", None)
    numbers: list[str] = session.get(SESSION_KEY, []) if session is not None else []
    return numbers
