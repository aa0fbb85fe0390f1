"""Statement 30: what people type in secret stands in no report of an error, whatever fails."""

import sys

import pytest
from django.core.signals import got_request_exception
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter
from tests.codes import mailed_code, texted_code
from tests.factors import prove_contacts, set_up, totp
from tests.test_registration import filled_in

from shop_accounts.services.codes import request_code
from shop_accounts.services.passwords import request_password_reset
from shop_accounts.services.second_step import challenge
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ADA, NEW = "ada@example.com", "a wholly other password"
PHONE = "+48600700800"


@pytest.fixture
def ada():
    user = make_user(email=ADA)
    prove_contacts(user)
    return user


@pytest.fixture
def member(ada):
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


@pytest.fixture
def visitor(ada):
    return Client(raise_request_exception=False)


@pytest.fixture
def reports():
    """Let everything that is saved fail, and return what the shop's owner would be mailed."""
    written = []

    def fail(sender, **kwargs):
        raise RuntimeError("the disk is full")

    def report(sender, request, **kwargs):
        reporter = ExceptionReporter(request, *sys.exc_info(), is_email=True)
        written.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    def start():
        post_save.connect(fail)
        got_request_exception.connect(report)
        return written

    yield start
    post_save.disconnect(fail)
    got_request_exception.disconnect(report)


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/token/", {"email": ADA, "password": PASSWORD}),
        ("/api/accounts/login/", {"identifier": ADA, "password": PASSWORD}),
        ("/api/accounts/register/", {"email": "new@example.com", "password": PASSWORD}),
    ],
)
def test_s30_the_passwords_of_entries_by_the_api(visitor, reports, path, body, as_json):
    written = reports()
    visitor.post(path, body, **({"content_type": "application/json"} if as_json else {}))
    assert "the disk is full" in written[0]
    assert PASSWORD not in written[0]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/login/", {"identifier": ADA, "password": PASSWORD}),
        ("/register/", filled_in(email="new@example.com")),
    ],
)
def test_s30_the_passwords_of_pages(visitor, reports, path, body):
    written = reports()
    visitor.post(path, body)
    assert "the disk is full" in written[0]
    assert PASSWORD not in written[0]


CHANGE = {"current_password": PASSWORD, "new_password": NEW}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/account/security/password/", CHANGE),
        ("/api/accounts/change-password/", CHANGE),
        ("/account/phone/", {"phone": "", "current_password": PASSWORD}),
        ("/api/accounts/change-phone/", {"phone": PHONE, "current_password": PASSWORD}),
        ("/account/deactivate/", {"password": PASSWORD}),
        ("/api/accounts/deactivate/", {"password": PASSWORD}),
        ("/api/accounts/deletion/", {"password": PASSWORD}),
    ],
)
def test_s30_the_passwords_of_members(member, reports, path, body):
    written = reports()
    member.post(path, body)
    assert "the disk is full" in written[0]
    for secret in (PASSWORD, NEW):
        assert secret not in written[0]


def test_s30_a_new_password(visitor, reports, committed, last_link):
    with committed():
        request_password_reset(email=ADA, base_url="http://testserver")
    form = visitor.get(last_link()).url
    written = reports()
    visitor.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert "the disk is full" in written[0]
    assert NEW not in written[0]


def test_s30_one_time_codes(member, visitor, reports, committed, ada):
    with committed():
        request_code(target=ADA, purpose="login")
        request_code(target=PHONE, purpose="phone", user=ada)
    codes = mailed_code(), texted_code()
    written = reports()
    visitor.post("/api/accounts/otp/verify/", {"target": ADA, "purpose": "login", "code": codes[0]})
    member.post("/api/accounts/change-phone/confirm/", {"phone": PHONE, "code": codes[1]})
    assert len(written) == 2
    for code, report in zip(codes, written, strict=True):
        assert code not in report


@pytest.mark.parametrize("method", ["totp", "recovery"])
def test_s30_codes_of_the_second_step(visitor, reports, ada, method):
    recovery = set_up(ada)
    code = totp() if method == "totp" else recovery[0]
    word = challenge(user=ada)["challenge"]
    visitor.post("/login/", {"identifier": ADA, "password": PASSWORD})
    written = reports()
    visitor.post("/api/accounts/mfa/verify/", {"challenge": word, "method": method, "code": code})
    visitor.post(
        "/login/second-step/", {"method": method, "code": recovery[1] if method == "recovery" else totp(shift=1)}
    )
    assert written
    for report in written:
        assert code not in report
        assert recovery[1] not in report


@pytest.mark.parametrize("name", ["phone-change", "security", "email-change", "password-change", "sessions", "profile"])
def test_s30_pages_of_members_are_kept_out_of_caches(member, name):
    assert "no-store" in member.get(reverse(f"shop_accounts:{name}"))["Cache-Control"]
