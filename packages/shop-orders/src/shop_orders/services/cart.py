"""What one can do to a cart.

Every change begins with a write to the cart's row: changes of one cart queue up, on every database, and none is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from shop_core.contracts import ProductInfo
from shop_core.exceptions import OutOfStockError

from ..conf import conf
from ..cookies import read_cart_id
from ..exceptions import CartClosedError, NotForSaleError
from ..models import Cart, CartLine, CartState
from .pricing import most_units

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """What became of a wish: the line as it is now, and how many units were wanted in it."""

    line: CartLine
    product: ProductInfo
    wanted: int

    @property
    def is_clamped(self) -> bool:
        return self.line.quantity < self.wanted


@dataclass(kw_only=True)
class Merge:
    """What a login did to the user's cart."""

    added: list[str] = field(default_factory=list)
    """Products that came into the cart, or of which more came."""
    clamped: list[str] = field(default_factory=list)
    """Products of which there are fewer than both carts held."""
    left_out: list[str] = field(default_factory=list)
    """Products that the cart could not take: no longer for sale, or priced in another currency."""


def get_cart(request: HttpRequest, *, create: bool = False) -> Cart | None:
    """Return the open cart of who asks: a user's own, or the one that a visitor's cookie names.

    A created cart of a visitor lasts only if the answer carries the cookie: call `shop_orders.cookies.remember_cart`.
    """
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _cart_of(user, create=create)
    public_id = read_cart_id(request)
    cart = Cart.objects.open().of_visitors().filter(public_id=public_id).first() if public_id else None
    return Cart.objects.create() if cart is None and create else cart


def add_to_cart(
    *, cart: Cart, product_ref: str, quantity: int = 1, buyer: AbstractBaseUser | None = None
) -> LineChange:
    """Put units into the cart, on top of those already there, as many as can be had.

    :raises NotForSaleError: the product is unknown, off sale, or priced in another currency than the cart.
    :raises OutOfStockError: there is not a single unit.
    :raises CartClosedError: the cart was ordered or merged.
    """
    product = _product(product_ref, buyer)
    most = most_units(product)
    if most < 1:
        raise OutOfStockError({product_ref: 0})
    with transaction.atomic():
        _open(cart, product)
        line = cart.lines.filter(product_ref=product_ref).first()
        wanted = quantity + (line.quantity if line else 0)
        line = _write(line or CartLine(cart=cart), product, min(wanted, most))
    return LineChange(line=line, product=product, wanted=wanted)


def set_quantity(*, cart: Cart, line: CartLine, quantity: int, buyer: AbstractBaseUser | None = None) -> LineChange:
    """Make a line hold that many units, or as many as can be had.

    :raises NotForSaleError: the product is no longer for sale.
    :raises OutOfStockError: there is not a single unit left.
    :raises CartClosedError: the cart was ordered or merged.
    """
    product = _product(line.product_ref, buyer)
    most = most_units(product)
    if most < 1:
        raise OutOfStockError({line.product_ref: 0})
    with transaction.atomic():
        _open(cart, product)
        present = cart.lines.filter(product_ref=line.product_ref).first()
        line = _write(present or CartLine(cart=cart), product, min(quantity, most))
    return LineChange(line=line, product=product, wanted=quantity)


@transaction.atomic
def remove_line(*, cart: Cart, line: CartLine) -> None:
    """Take a line out; an empty cart may take another currency.

    :raises CartClosedError: the cart was ordered or merged.
    """
    _lock(cart)
    cart.lines.filter(pk=line.pk).delete()
    if not cart.lines.exists():
        Cart.objects.filter(pk=cart.pk).update(currency="")


def merge_carts(*, request: HttpRequest, user: AbstractBaseUser) -> Merge | None:
    """Move what a visitor put into the cart to the user's cart; None where there is nothing to move.

    Told twice, done once; the visitor's cart stays as a record of the merge, and no unit is counted twice.
    """
    public_id = read_cart_id(request)
    visitor = Cart.objects.open().of_visitors().filter(public_id=public_id).first() if public_id else None
    if visitor is None:
        return None
    cart = _cart_of(user, create=True)
    assert cart is not None  # noqa: S101 - it was created
    with transaction.atomic():
        now = timezone.now()
        if not Cart.objects.open().filter(pk=visitor.pk).update(state=CartState.MERGED, updated_at=now):
            return None
        _lock(cart)
        if visitor.voucher:
            Cart.objects.filter(pk=cart.pk, voucher="").update(voucher=visitor.voucher)
        return _move_lines(list(visitor.lines.order_by("pk")), cart, user)


def _move_lines(lines: Sequence[CartLine], cart: Cart, user: AbstractBaseUser) -> Merge:
    merge = Merge()
    products = conf.hook("PRODUCT_SOURCE").lookup([line.product_ref for line in lines], buyer=user) if lines else {}
    present = {line.product_ref: line for line in cart.lines.all()}
    cart.refresh_from_db(fields=["currency"])
    for line in lines:
        product = products.get(line.product_ref)
        if product is None or product.price.currency != (cart.currency or product.price.currency):
            merge.left_out.append(line.product_ref)
            continue
        mine = present.get(line.product_ref)
        before = mine.quantity if mine else 0
        after = min(before + line.quantity, max(most_units(product), before, 1))
        (merge.added if after == before + line.quantity else merge.clamped).append(product.name)
        cart.currency = product.price.currency
        promise = {"promised_amount": line.promised_amount, "promised_until": line.promised_until}
        _write(mine or CartLine(cart=cart, **promise), product, after)
    Cart.objects.filter(pk=cart.pk).update(currency=cart.currency)
    return merge


def _cart_of(user: AbstractBaseUser, *, create: bool) -> Cart | None:
    cart = Cart.objects.open().for_user(user).first()
    if cart is not None or not create:
        return cart
    try:
        with transaction.atomic():
            return Cart.objects.create(user=cast(Any, user))
    except IntegrityError:  # another request was first
        return Cart.objects.open().for_user(user).get()


def _product(product_ref: str, buyer: AbstractBaseUser | None) -> ProductInfo:
    product: ProductInfo | None = conf.hook("PRODUCT_SOURCE").lookup([product_ref], buyer=buyer).get(product_ref)
    if product is None:
        raise NotForSaleError
    return product


def _lock(cart: Cart) -> None:
    if not Cart.objects.open().filter(pk=cart.pk).update(updated_at=timezone.now()):
        raise CartClosedError


def _open(cart: Cart, product: ProductInfo) -> None:
    """Lock the cart for the product's currency."""
    currency = product.price.currency
    fits = Q(currency="") | Q(currency=currency)
    if Cart.objects.open().filter(fits, pk=cart.pk).update(currency=currency, updated_at=timezone.now()):
        cart.currency = currency
    elif Cart.objects.open().filter(pk=cart.pk).exists():
        raise NotForSaleError(errors={"product_ref": ["The cart holds another currency."]})
    else:
        raise CartClosedError


def _write(line: CartLine, product: ProductInfo, quantity: int) -> CartLine:
    line.product_ref, line.quantity = product.ref, quantity
    line.promise(product.price)
    line.save()
    return line
