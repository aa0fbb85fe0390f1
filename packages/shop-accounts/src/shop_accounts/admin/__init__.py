"""The back office of accounts. `StaffActionsMixin` brings its actions to the `ModelAdmin` of a user model of your own."""

from .accounts import AccountAdmin
from .actions import StaffActionsMixin
from .addresses import AddressAdmin
from .deletion import DeletionRequestAdmin
from .users import UserAdmin

__all__ = ["AccountAdmin", "AddressAdmin", "DeletionRequestAdmin", "StaffActionsMixin", "UserAdmin"]
