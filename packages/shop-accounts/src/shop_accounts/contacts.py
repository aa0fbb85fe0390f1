"""E-mails and phones as people write them, as we compare them, and as we show them to strangers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python  # type: ignore[import-untyped]


def normal_contact(contact: str) -> str:
    """Return an e-mail in lower case, or a phone as E.164.

    :raises ValidationError: it is neither.
    """
    contact = contact.strip()
    if is_email(contact):
        validate_email(contact)
        return contact.lower()
    phone = to_python(contact)
    if not phone or not phone.is_valid():
        raise ValidationError(_("Enter an e-mail, or a phone number with its country code, such as +48 512 345 678."))
    return str(phone.as_e164)


def is_email(contact: str) -> bool:
    return "@" in contact


def mask(contact: str) -> str:
    """Return a contact of which only its owner can guess the rest: ``j•••@e•••.com``, ``•••• 78``."""
    if not is_email(contact):
        return f"•••• {contact[-2:]}" if contact else ""
    local, _at, domain = contact.partition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1] if len(local) > 1 else ''}•••@{name[:1] if len(name) > 1 else ''}•••{dot}{ending}"
