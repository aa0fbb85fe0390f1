"""An authenticator app of the tests' own: RFC 6238 by hand."""

import base64
import hmac
import struct
import time
from datetime import timedelta

from django.test import RequestFactory
from django.utils import timezone

from shop_accounts.models import Account, FactorKind, SecondFactor, UserSession
from shop_accounts.services.recovery import new_recovery_codes

SECRET = base64.b32encode(b"twenty secret bytes!").decode()
PHONE = "+48512345678"


def totp(secret=SECRET, shift=0):
    """Return the code of this moment, or of ``shift`` half minutes later."""
    step = int(time.time()) // 30 + shift
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def prove_contacts(user, phone=PHONE):
    fields = {"email_confirmed_at": timezone.now(), "phone": phone, "proven_phone": phone}
    Account.objects.filter(pk=user.pk).update(**fields)
    for field, value in fields.items():
        setattr(user.shop_account, field, value)


def just_logged_in(user):
    """A request of a user whose login is recent."""
    request = RequestFactory().post("/")
    session = UserSession.objects.create(user=user, kind="tokens", expires_at=timezone.now() + timedelta(days=1))
    request.auth = {"sid": str(session.pk)}
    return request


def age_logins(minutes):
    """Let every login, and what was proven in it, be of so long ago."""
    then = timezone.now() - timedelta(minutes=minutes)
    UserSession.objects.update(created_at=then)
    UserSession.objects.exclude(proven_at=None).update(proven_at=then)


def set_up(user, *kinds):
    """Turn second steps on, and return the recovery codes."""
    prove_contacts(user)
    for kind in kinds or (FactorKind.TOTP,):
        secret = SECRET if kind == FactorKind.TOTP else ""
        SecondFactor.objects.create(user=user, kind=kind, secret=secret, confirmed_at=timezone.now())
    return new_recovery_codes(user=user)
