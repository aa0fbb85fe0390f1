"""Secrets that the database must give back, sealed by the keys of the option ``ENCRYPTION_KEYS``: Fernet of the library cryptography.

Without keys they stand as they are, and what was written then stays readable when keys come.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from .conf import conf

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

MARK = "fernet:"


class UnreadableSecretError(Exception):
    """None of the keys opens it."""


def is_installed() -> bool:
    """Tell whether the library of the extra ``encryption`` is here; it is not imported for that."""
    return find_spec("cryptography") is not None


def is_key(key: str) -> bool:
    """Tell whether Fernet takes it: 32 bytes as url-safe base64."""
    from cryptography.fernet import Fernet

    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def seal(text: str) -> str:
    """Encrypt a text with the first key."""
    return MARK + _fernet().encrypt(text.encode()).decode() if conf.options.ENCRYPTION_KEYS else text


def unseal(sealed: str) -> str:
    """Return the text, whichever of the keys sealed it.

    :raises UnreadableSecretError: the key is not among them.
    """
    if not sealed.startswith(MARK):
        return sealed
    if not conf.options.ENCRYPTION_KEYS:
        raise UnreadableSecretError
    from cryptography.fernet import InvalidToken

    try:
        return _fernet().decrypt(sealed.removeprefix(MARK)).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def is_current(sealed: str) -> bool:
    """Tell whether it is sealed, and by the first key."""
    from cryptography.fernet import Fernet, InvalidToken

    if not sealed.startswith(MARK):
        return False
    try:
        Fernet(conf.options.ENCRYPTION_KEYS[0]).decrypt(sealed.removeprefix(MARK))
    except InvalidToken:
        return False
    return True


def _fernet() -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in conf.options.ENCRYPTION_KEYS])
