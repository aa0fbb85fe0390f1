"""What shop-payments asks of the project it lives in.

The contract of ``PAYABLES`` is `shop_core.contracts.PayableSource`; without any, nothing can be paid for by reference, and payments are started
for a `shop_core.contracts.Payable` of one's own. The contract of ``PROVIDERS`` is `shop_payments.providers.base.Provider`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop_core.contracts import Payable

from .conf import conf
from .exceptions import NotPayableError

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def resolve_payable(*, kind: str, reference: str, user: AbstractBaseUser | None) -> Payable:
    """Return what is owed, as its app says; no user: a trusted caller asks.

    :raises NotPayableError: nothing is owed under that kind and reference, or not by the user.
    """
    source = conf.hook_map("PAYABLES").get(kind)
    payable: Payable | None = source.resolve([reference], user=user).get(reference) if source else None
    if payable is None:
        raise NotPayableError
    return payable
