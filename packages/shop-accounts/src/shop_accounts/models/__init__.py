"""The tables of shop-accounts."""

from .accounts import Account, AccountState
from .addresses import Address
from .codes import CodePurpose, OneTimeCode
from .factors import FactorKind, RecoveryCode, SecondFactor
from .roles import RoleGrant
from .sessions import KnownDevice, SessionKind, UserSession
from .users import User

__all__ = [
    "Account",
    "AccountState",
    "Address",
    "CodePurpose",
    "FactorKind",
    "KnownDevice",
    "OneTimeCode",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "SessionKind",
    "User",
    "UserSession",
]
