"""Every option of shop-accounts: the keys of ``settings.SHOP_ACCOUNTS``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any, Literal

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import PersonalData

from .hooks import ProfileLinks, SmsBackend, StaffAction

THROTTLE_RATES = {
    "register": "20/hour",
    "login": "20/minute",
    "token": "60/minute",
    "otp_request": "30/hour",
    "otp_verify": "30/minute",
    "mfa": "60/minute",
    "password": "20/minute",
    "phone_confirm": "30/minute",
    "leaving": "20/minute",
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_ACCOUNTS``."""

    ACTIVATION: Literal["email", "none"] = "email"
    """``email``: who registers confirms the address before the first login; ``none``: logs in at once and confirms later."""

    ACTIVATE_ON_GET: bool = False
    """Whether opening the link of the mail activates at once; else it shows a button, since mail scanners open links."""

    LOGIN_WHEN_AUTHENTICATED: Literal["redirect", "switch"] = "redirect"
    """What the login page does for a user who is logged in: sends on, or lets another account take over."""

    LOGIN_ATTEMPTS: int = 10
    """How many wrong passwords an account takes in the time of ``LOGIN_WINDOW``; devices that it knows are counted apart."""

    LOGIN_ATTEMPTS_PER_ADDRESS: int = 100
    """How many wrong passwords one network address may send in the time of ``LOGIN_WINDOW``."""

    LOGIN_WINDOW: timedelta = timedelta(minutes=15)
    """How long wrong passwords are counted, from the first one."""

    REFRESH_GRACE: timedelta = timedelta(seconds=20)
    """How long a refresh token that was just used may be used once more, since tabs refresh at the same time."""

    UNVERIFIED_MAX_AGE: timedelta | None = timedelta(days=2)
    """How long an account waits for its confirmation before `delete_unverified_users` deletes it; None: for ever."""

    PERSONAL_DATA: Annotated[Sequence[str], Implements(PersonalData)] = ()
    """The `PersonalData` of the other apps, asked in this order to export and to erase what they know of a person; our own is asked last."""

    DELETION_DELAY: timedelta = timedelta(days=30)
    """How long a user can take back the wish to be deleted."""

    DELETION_REMINDER: timedelta | None = timedelta(days=3)
    """How long before the deletion the user is reminded by mail; None: never."""

    RECENT_LOGIN: timedelta = timedelta(minutes=5)
    """How long a login, or the password or a passkey given once more, is proof enough: to set up a second step, a passkey or new recovery
    codes, for the export, and for all that users without a password do."""

    EXPORTS_PER_HOUR: int = 5
    """How often a user may export the own data in an hour."""

    PRIVACY_URL: str = ""
    """The address of the privacy policy, to which the page of the deletion links."""

    TERMS_URL: str = ""
    """The address of the terms, to which the page of the deletion links."""

    ROLE_PERMISSIONS: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What each role may do: ``{"agent": ["shop_chat.answer_support"]}``; the roles are client, agent, manager and administrator."""

    STAFF_ACTIONS: Annotated[Mapping[str, str], Implements(StaffAction)] = field(default_factory=dict)
    """What else staff can do to users in the admin, by a name for it: ``{"unban": "wiring.staff.LiftBans"}``."""

    PROFILE_LINKS: Annotated[Sequence[str], Implements(ProfileLinks)] = ()
    """What other apps add to the public profile of a user, such as the way to a direct message."""

    DEFAULT_PHOTO: str = "shop_accounts/default-photo.svg"
    """The static file that is shown for who has no photo."""

    CODE_LIFETIME: timedelta = timedelta(minutes=10)
    """How long a one-time code holds."""

    CODE_ATTEMPTS: int = 5
    """How often a one-time code may be guessed at before it is dead."""

    CODE_COOLDOWN: timedelta = timedelta(seconds=45)
    """How long a target waits for its next one-time code."""

    CODE_SENDS_PER_HOUR: int = 5
    """How many one-time codes a target gets in an hour, for each purpose."""

    SMS_BACKEND: Annotated[str | None, Implements(SmsBackend)] = None
    """The class that sends text messages, such as ``shop_accounts.sms.TwilioSms``; None: codes are only mailed."""

    SMS_OPTIONS: Mapping[str, Any] = field(default_factory=dict)
    """What the class of ``SMS_BACKEND`` needs to know; its docstring names the keys."""

    MFA_METHODS: Sequence[Literal["passkey", "totp", "email", "sms"]] = ("totp", "email", "sms")
    """The second steps that users may set up: passkeys, which log in by themselves as well (need the extra ``passkeys`` and
    ``PASSKEY_RP_ID``), authenticator app, code by e-mail, code by text message (needs ``SMS_BACKEND``)."""

    PASSKEY_RP_ID: str = ""
    """The domain that passkeys are made for, such as ``shop.example``; they work there and beneath, and are lost when it changes."""

    PASSKEY_ORIGINS: Sequence[str] = ()
    """The addresses at which passkeys may be used, such as ``https://shop.example``, all at or beneath ``PASSKEY_RP_ID``; of apps for
    Android ``android:apk-key-hash:...``. Empty: that of ``SITE_URL``, or of the request."""

    ENCRYPTION_KEYS: Sequence[str] = ()
    """The keys that seal the secrets of authenticator apps in the database (needs the extra ``encryption``): the first seals, all open.
    Make one with ``python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"``."""

    MFA_REQUIRED_FOR: Sequence[Literal["staff", "client", "agent", "manager", "administrator"]] = ()
    """The roles that must have a second step, and ``staff`` for whoever may enter the admin: until it is set up, they see only their account."""

    MFA_REQUIRED_METHODS: Sequence[Literal["passkey", "totp", "email", "sms"]] = ()
    """Which ways are enough for them, such as ``["passkey", "totp"]``; empty: each of ``MFA_METHODS``."""

    MFA_ISSUER: str = "Shop"
    """The name of the shop in authenticator apps."""

    SITE_URL: str = ""
    """The address before every link in a mail, such as ``https://shop.example``; empty: that of the request, and mails that no request
    asks for have no link."""

    THROTTLE_RATES: Mapping[str, str] = field(default_factory=lambda: dict(THROTTLE_RATES))
    """How often one address may call the API, by scope: ``register``, ``login``, ``token``, ``otp_request``, ``otp_verify``, ``mfa``,
    ``password`` (a new password, e-mail or phone, and the proof that it is you), ``phone_confirm``, ``leaving``. A scope left out is not
    limited."""


conf = AppSettings("SHOP_ACCOUNTS", Options)
