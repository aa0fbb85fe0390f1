"""The tables of shop-accounts."""

from .accounts import Account, AccountState
from .addresses import Address
from .users import User

__all__ = ["Account", "AccountState", "Address", "User"]
