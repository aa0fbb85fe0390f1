"""The secret half of the links in our mails."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .identity import email_of
from .models import Account


class ActivationTokenGenerator(PasswordResetTokenGenerator):
    """Tokens that die with their first use, with a change of e-mail, state or password, and after ``PASSWORD_RESET_TIMEOUT``.

    The password binds a link to the registration that it was mailed for: who registers a foreign address cannot
    have its owner activate a password of the stranger's choice. The last login is left out: trying to log in kills no link.
    """

    key_salt = "shop_accounts.tokens.ActivationTokenGenerator"

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        account = Account.objects.get(pk=user.pk)
        facts: tuple[Any, ...] = (
            user.pk,
            user.password,
            email_of(user),
            account.state,
            account.email_confirmed_at,
            timestamp,
        )
        return "\n".join(str(fact) for fact in facts)


activation_tokens = ActivationTokenGenerator()


def encode_key(user: AbstractBaseUser) -> str:
    """Return the user's key as it stands in a link."""
    return urlsafe_base64_encode(force_bytes(user.pk))
