"""The address book that other apps may ask."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser

from shop_core.contracts import PostalAddress

from .models import Address


class AccountAddressBook:
    """The `AddressBook` of the addresses that users keep in their accounts."""

    def for_user(self, user: AbstractBaseUser) -> list[PostalAddress]:
        return [address.postal for address in Address.objects.for_user(user)]
