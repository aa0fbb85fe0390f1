"""Statements 2 and 21: who has not confirmed the address gets in nowhere, and every door leads to this host only."""

import pytest
from django.core import mail
from django.test import Client
from tests.codes import mailed_code

from shop_accounts import sms
from shop_accounts.models import Account, AccountState, UserSession
from shop_accounts.services.registration import register
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
EVIL = ["https://evil.example/", "//evil.example/", "\\\\evil.example", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DEACTIVATED])
def test_s02_no_door_opens_before_the_confirmation(client, committed, state):
    user = make_user(email=ADA, state=state)
    Account.objects.filter(pk=user.pk).update(phone="+48600700800", proven_phone="+48600700800")
    with committed():
        client.post("/login/", {"identifier": ADA, "password": PASSWORD})
        client.post("/password-reset/", {"email": ADA})
        for path, body in [
            ("/api/token/", {"email": ADA, "password": PASSWORD}),
            ("/api/accounts/login/", {"identifier": ADA, "password": PASSWORD}),
            ("/api/accounts/otp/request/", {"target": ADA, "purpose": "login"}),
            ("/api/accounts/otp/request/", {"target": "+48600700800", "purpose": "login"}),
        ]:
            answer = client.post(path, body)
            assert "access" not in answer.json()
            assert "challenge" not in answer.json()
    assert (mail.outbox, sms.outbox) == ([], [])
    assert not UserSession.objects.exists()
    assert client.get("/account/").status_code == 302


def test_s02_a_code_from_before_a_deactivation_opens_nothing(client, committed):
    user = make_user(email=ADA)
    with committed():
        client.post("/api/accounts/otp/request/", {"target": ADA, "purpose": "login"})
    Account.objects.filter(pk=user.pk).update(state=AccountState.DEACTIVATED)
    body = {"target": ADA, "purpose": "login", "code": mailed_code()}
    assert client.post("/api/accounts/otp/verify/", body).status_code in (400, 401)


def test_s02_the_api_activates_by_the_link_of_the_mail_only(client, committed, last_link):
    with committed():
        register(email=ADA, password=PASSWORD, base_url="https://shop.example")
    *_rest, uid, token, _end = last_link().split("/")
    assert client.get("/api/accounts/activate/").status_code == 405
    assert (
        client.post("/api/accounts/activate/", {"uid": uid, "token": token[:-1] + "x"}).json()["code"] == "invalid_link"
    )
    assert Account.objects.get().state == AccountState.PENDING


@pytest.mark.parametrize("evil", EVIL)
def test_s21_who_switches_the_account_stays_on_this_host(settings, client, user, evil):
    settings.SHOP_ACCOUNTS = {"LOGIN_WHEN_AUTHENTICATED": "switch"}
    client.force_login(make_user())
    body = {"identifier": user.email_address, "password": PASSWORD, "next": evil}
    assert client.post("/login/", body).url == "/account/"


@pytest.mark.parametrize("evil", EVIL)
def test_s21_activation_and_logout_take_no_word_for_where_to_go(client, committed, last_link, evil):
    with committed():
        register(email=ADA, password=PASSWORD, base_url="https://shop.example")
    assert client.post(last_link(), {"next": evil}, query_params={"next": evil}).url == "/activation-success/"
    assert client.post("/logout/", {"next": evil}).url == "/login/"


def test_s05_a_new_password_makes_every_device_a_new_one(committed):
    user, browser = make_user(email=ADA), Client()
    enter = {"identifier": ADA, "password": PASSWORD}
    with committed():
        browser.post("/login/", enter)
        browser.post(
            "/account/security/password/",
            {"current_password": PASSWORD, "new_password": "a wholly other password"},
        )
        browser.post("/logout/")
    mail.outbox.clear()
    other = Client()
    with committed():
        other.post("/login/", enter | {"password": "a wholly other password"})
        browser.post("/login/", enter | {"password": "a wholly other password"})
    assert [message.subject for message in mail.outbox] == ["New login to your account"]
    assert UserSession.objects.filter(user=user).count() == 2
