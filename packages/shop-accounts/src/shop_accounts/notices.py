"""What users are told of by mail, and in which words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Event(StrEnum):
    """What happened to an account."""

    NEW_DEVICE = "new_device"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - no password
    EMAIL_CHANGED = "email_changed"
    PHONE_CHANGED = "phone_changed"
    MFA_ENABLED = "mfa_enabled"
    MFA_DISABLED = "mfa_disabled"
    MFA_CHANGED = "mfa_changed"
    MFA_RESET = "mfa_reset"
    PASSKEY_COPIED = "passkey_copied"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - no password
    DELETION_CANCELLED = "deletion_cancelled"
    REACTIVATED = "reactivated"


WORDS: dict[Event, tuple[str | Promise, str | Promise]] = {
    Event.NEW_DEVICE: (_("New login to your account"), _("somebody logged in to your account from a new device.")),
    Event.PASSWORD_CHANGED: (
        _("Your password was changed"),
        _("the password of your account was changed, and you were logged out everywhere else."),
    ),
    Event.EMAIL_CHANGED: (
        _("Your e-mail address was changed"),
        _("your account has a new e-mail address. This one no longer belongs to it."),
    ),
    Event.PHONE_CHANGED: (_("Your phone number was changed"), _("the phone number of your account was changed.")),
    Event.MFA_ENABLED: (
        _("Two-step login is on"),
        _("a second step was added to the login of your account."),
    ),
    Event.MFA_DISABLED: (
        _("Two-step login is off"),
        _("the second step was removed from the login of your account."),
    ),
    Event.MFA_CHANGED: (
        _("Your two-step login was changed"),
        _("the second step of the login of your account was changed."),
    ),
    Event.MFA_RESET: (
        _("Your two-step login was reset"),
        _("our staff removed the second step from the login of your account, and you were logged out everywhere."),
    ),
    Event.PASSKEY_COPIED: (
        _("A passkey of your account may have been copied"),
        _(
            "a passkey of your account was behind in its count of logins, which happens when it was copied. That login was refused."
            " Please remove this passkey on the security page of your account, and make a new one."
        ),
    ),
    Event.TOKEN_REUSED: (
        _("You were logged out for your safety"),
        _(
            "an old login key of your account was used a second time, which happens when it was copied. That login has been ended."
        ),
    ),
    Event.DELETION_CANCELLED: (
        _("Your account stays"),
        _("the deletion of your account was cancelled. Nothing was deleted."),
    ),
    Event.REACTIVATED: (
        _("Your account is active again"),
        _("your account was activated again. You can log in as before; you are logged in nowhere."),
    ),
}
"""The subject and the sentence of each mail."""
