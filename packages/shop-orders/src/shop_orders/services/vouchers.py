"""The voucher of a cart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ..exceptions import CartClosedError, UnknownVoucherError
from ..models import Cart, normalize_code
from .pricing import quote

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

LONGEST = 40
"""No code is longer than that."""


def set_voucher(*, cart: Cart, code: str, buyer: AbstractBaseUser | None = None) -> None:
    """Let a cart have a voucher, in place of the one that it had; a code that grants nothing leaves it as it is.

    :raises VoucherError: why the code grants nothing.
    :raises CartClosedError: the cart was ordered or merged.
    """
    code = normalize_code(code)
    if not code or len(code) > LONGEST:
        raise UnknownVoucherError
    refusal = quote(list(cart.lines.order_by("pk")), buyer=buyer, voucher=code, currency=cart.currency).voucher_refusal
    if refusal:
        raise refusal
    _write(cart, code)


def remove_voucher(*, cart: Cart) -> None:
    """Take the voucher from a cart.

    :raises CartClosedError: the cart was ordered or merged.
    """
    _write(cart, "")


def _write(cart: Cart, code: str) -> None:
    if not Cart.objects.open().filter(pk=cart.pk).update(voucher=code, updated_at=timezone.now()):
        raise CartClosedError
    cart.voucher = code
