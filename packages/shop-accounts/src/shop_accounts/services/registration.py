"""How a visitor becomes a user."""

from __future__ import annotations

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop_core.profanity import ProfanityValidator
from shop_core.tasks import queue_after_commit

from ..conf import conf
from ..identity import email_field, find_by_email, find_by_name, has_field, name_field
from ..models import Account, AccountState
from ..tasks import mail_account_exists, mail_activation_link
from ..validators import name_faults
from .profile import set_photo

JUDGED = ("email", "password", "username", "first_name", "last_name")
"""The fields that `registration_faults` looks at."""


@transaction.atomic
def register(
    *,
    email: str,
    password: str,
    base_url: str,
    username: str = "",
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
    photo: File[bytes] | None = None,
) -> AbstractBaseUser | None:
    """Make a user who waits for the confirmation of the e-mail, and mail the link.

    Whoever registers a taken address learns nothing: its owner gets a mail that says so, and the answer is None.
    A registration that was never confirmed is replaced by the newer one.

    :param base_url: what stands before the paths of links in mails.
    :param photo: as `shop_core.uploads.clean_image` writes it.
    :raises ValidationError: by field name: the password is weak, the user name is malformed or taken, or a name is none.
    """
    email = get_user_model().objects.normalize_email(email.strip())
    owners = list(find_by_email(email).select_related("shop_account"))
    waiting = next((user for user in owners if _is_waiting(user)), None)
    user = _fill(waiting or get_user_model()(), email=email, username=username)
    if faults := _faults(user, password, username=username, first_name=first_name, last_name=last_name):
        raise ValidationError(faults)
    if owners and not waiting:
        _refuse_quietly(owners[0], password, base_url)
        return None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # somebody registered it this very moment
        return None
    _save_account(user, first_name=first_name.strip(), last_name=last_name.strip(), phone=phone)
    if photo:
        set_photo(account=Account.objects.of(user), photo=photo)
    queue_after_commit(mail_activation_link, str(user.pk), base_url)
    return user


def registration_faults(
    *, email: str = "", password: str = "", username: str = "", **names: str
) -> dict[str, list[str]]:
    """Return what `register` would refuse, by field name, so that a form tells all of it at once.

    :param email: empty, like the others, where it is known to be wrong or missing.
    """
    waiting = next((user for user in find_by_email(email) if _is_waiting(user)), None) if email else None
    user = _fill(waiting or get_user_model()(), email=email, username=username)
    return _faults(user, password or None, username=username, **names)


def _is_waiting(user: AbstractBaseUser) -> bool:
    account = getattr(user, "shop_account", None)
    return account is not None and account.state == AccountState.PENDING


def _fill(user: AbstractBaseUser, *, email: str, username: str) -> AbstractBaseUser:
    setattr(user, email_field(), email)
    if field := name_field():
        optional = user._meta.get_field(field).null
        setattr(user, field, username or (None if optional else f"user-{secrets.token_hex(6)}"))
    if has_field("is_active"):
        user.is_active = conf.options.ACTIVATION == "none"
    return user


def _faults(user: AbstractBaseUser, password: str | None, *, username: str, **names: str) -> dict[str, list[str]]:
    errors = name_faults(**names)
    try:
        if password is not None:
            validate_password(password, user)  # type: ignore[arg-type]
    except ValidationError as error:
        errors["password"] = error.messages
    if username and (field := name_field()):
        try:
            ProfanityValidator(strict=True)(username)
            user._meta.get_field(field).clean(username, user)  # type: ignore[union-attr]
        except ValidationError as error:
            errors["username"] = error.messages
        if find_by_name(username).exclude(pk=user.pk).exists():
            errors["username"] = [_("A user with this user name exists.")]
    return errors


def _refuse_quietly(owner: AbstractBaseUser, password: str, base_url: str) -> None:
    """Do what takes as long as a registration, and tell the owner."""
    make_password(password)
    queue_after_commit(mail_account_exists, str(owner.pk), base_url)


def _save_account(user: AbstractBaseUser, *, first_name: str, last_name: str, phone: str) -> None:
    account = Account.objects.of(user)
    account.state = AccountState.ACTIVE if conf.options.ACTIVATION == "none" else AccountState.PENDING
    account.created_at = timezone.now()
    account.phone = phone
    holder = account.name_holder
    holder.first_name, holder.last_name = first_name, last_name
    account.save()
    if holder is not account:
        holder.save(update_fields=["first_name", "last_name"])
