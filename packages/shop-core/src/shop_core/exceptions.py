"""What every refusal of the suite has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.utils.functional import Promise


class ShopError(Exception):
    """A refusal that the caller can understand: a stable ``code``, an HTTP ``status`` and a message for people.

    :param message: what happened and what to do, in a sentence; the class's ``message`` where it is left out.
    :param errors: messages by field name, where the fault lies in single fields.
    """

    code = "error"
    status = HTTPStatus.BAD_REQUEST
    message: str | Promise = "The request cannot be carried out."

    def __init__(self, message: str | Promise = "", *, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message or self.message)
        self.errors = dict(errors or {})

    def __str__(self) -> str:
        return str(self.args[0])


class OutOfStockError(ShopError):
    """Something is wanted that is not there.

    :param shortages: how many units can still be had, by product reference.
    """

    code = "out_of_stock"
    status = HTTPStatus.CONFLICT

    def __init__(self, shortages: Mapping[str, int]) -> None:
        super().__init__("; ".join(f"{ref}: only {left} left" for ref, left in shortages.items()) + ".")
        self.shortages = dict(shortages)
