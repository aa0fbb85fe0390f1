"""Exact money: integer minor units and a currency; floats and mixed currencies are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from typing import Any

from babel.numbers import format_currency
from django.conf import settings
from django.utils.translation import get_language, to_locale

from .currencies import exponent


def shop_currency() -> str:
    """Return the currency of the shop: the setting ``SHOP_CURRENCY``, EUR where it is not set."""
    return str(getattr(settings, "SHOP_CURRENCY", "EUR"))


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency.

    :param minor: the amount in minor units (cents, or yen, or fils).
    :param currency: the ISO 4217 code.
    :raises TypeError: the amount is no integer.
    :raises ValueError: the currency is unknown.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(
                f"Money counts integer minor units, not {self.minor!r}; use Money.of() for a decimal amount."
            )
        exponent(self.currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str, *, rounding: str | None = None) -> Money:
        """Return the money of a decimal amount: ``Money.of("12.50", "EUR")``.

        :param rounding: a rounding mode of :mod:`decimal` for an amount with too many decimals; refused where it is left out.
        :raises TypeError: the amount is a float.
        :raises ValueError: the amount is no number, or has more decimals than the currency.
        """
        if isinstance(amount, bool) or not isinstance(amount, Decimal | str | int):
            raise TypeError(f"An amount is a Decimal, a string or an integer, not {amount!r}.")
        try:
            number = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is no amount.") from None
        if not number.is_finite():
            raise ValueError(f"{amount!r} is no amount.")
        with localcontext(prec=64):
            scaled = number.scaleb(exponent(currency))
            whole = scaled.to_integral_value(rounding=rounding or ROUND_HALF_UP)
            if rounding is None and whole != scaled:
                raise ValueError(f"{amount} has more decimals than {currency}.")
            return cls(int(whole), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in units of the currency: ``Decimal("12.50")``."""
        with localcontext(prec=64):
            return Decimal(self.minor).scaleb(-exponent(self.currency))

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split the amount in proportion to the weights; the parts sum to the whole.

        The units that do not divide go to the largest remainders, the first of them where they are equal.

        :raises ValueError: no weights, a negative one, or all are zero.
        """
        total = sum(weights)
        if not weights or min(weights) < 0 or total == 0:
            raise ValueError("Weights are non-negative integers with a positive sum.")
        shares = [divmod(self.minor * weight, total) for weight in weights]
        left = self.minor - sum(share for share, _ in shares)
        order = sorted(range(len(weights)), key=lambda index: -shares[index][1])
        extra = set(order[:left])
        return [Money(share + (index in extra), self.currency) for index, (share, _) in enumerate(shares)]

    def format(self, locale: str | None = None) -> str:
        """Return the amount as people of a locale write it; the active language where none is given."""
        return str(format_currency(self.amount, self.currency, locale=locale or to_locale(get_language() or "en")))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int) or isinstance(times, bool):
            raise TypeError(f"Money is multiplied by integers, not {times!r}; use allocate() for shares.")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"Money does not mix with {other!r}.")
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} does not mix with {other.currency}.")
        return other.minor


class MoneyAttribute:
    """A model attribute over two columns: ``price = MoneyAttribute("price_amount")`` reads and writes `Money`, or None."""

    def __init__(self, amount: str, currency: str = "currency") -> None:
        self.amount = amount
        self.currency = currency

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        minor = getattr(instance, self.amount)
        return None if minor is None else Money(minor, getattr(instance, self.currency))

    def __set__(self, instance: Any, value: Money) -> None:
        setattr(instance, self.amount, value.minor)
        setattr(instance, self.currency, value.currency)
