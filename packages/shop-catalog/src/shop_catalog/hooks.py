"""What shop-catalog asks of the project it lives in; the contract stands in shop_core.contracts."""

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser


class NobodyBought:
    """The default `PurchaseCheck`: nobody bought anything, so nobody reviews, until the project names its own."""

    def bought(self, user: AbstractBaseUser, group_refs: Collection[str]) -> set[str]:
        return set()
