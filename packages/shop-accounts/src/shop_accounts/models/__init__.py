"""The tables of shop-accounts."""

from .accounts import Account, AccountState
from .addresses import Address
from .codes import CodePurpose, OneTimeCode
from .deletion import DeletionRequest, DeletionState
from .factors import FactorKind, RecoveryCode, SecondFactor
from .passkeys import Passkey
from .roles import RoleGrant
from .sessions import KnownDevice, SessionKind, UserSession
from .users import User

__all__ = [
    "Account",
    "AccountState",
    "Address",
    "CodePurpose",
    "DeletionRequest",
    "DeletionState",
    "FactorKind",
    "KnownDevice",
    "OneTimeCode",
    "Passkey",
    "RecoveryCode",
    "RoleGrant",
    "SecondFactor",
    "SessionKind",
    "User",
    "UserSession",
]
