"""Recovery codes: shown once, kept as keyed digests, each good for one login."""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import salted_hmac

from ..models import RecoveryCode

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
COUNT = 10


@transaction.atomic
def new_recovery_codes(*, user: AbstractBaseUser) -> list[str]:
    """Return new codes, which cannot be shown again; those from before are dead."""
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    codes = ["-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(COUNT)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user.pk, digest=_digest(user, code)) for code in codes)
    return codes


def use_recovery_code(*, user: AbstractBaseUser, code: str) -> bool:
    """Use a code up; tell whether it was one."""
    gone, _rows = RecoveryCode.objects.filter(user_id=user.pk, digest=_digest(user, code)).delete()
    return gone == 1


def _digest(user: AbstractBaseUser, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("shop_accounts.recovery", f"{user.pk}\n{plain}", algorithm="sha256").hexdigest()
