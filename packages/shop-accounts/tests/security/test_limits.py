"""Statements 1 and 20: how often a login may be tried."""

import pytest
from django.test import Client
from django.urls import reverse

from shop_accounts.models import AccountState
from shop_accounts.services.limits import IN_A_ROW
from shop_accounts.services.passwords import set_password
from shop_accounts.testing import PASSWORD, make_user
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
NEW = "a wholly other password"


def knock(identifier, password="wrong", client=None, **extra):
    return (client or Client()).post("/login/", {"identifier": identifier, "password": password}, **extra)


@pytest.fixture
def few(settings):
    settings.SHOP_ACCOUNTS = {"LOGIN_ATTEMPTS": 3, "THROTTLE_RATES": {}}


def test_s20_an_account_takes_so_many_wrong_passwords_and_nothing_typed_is_lost(few, user):
    answers = [knock(user.email_address) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 900
    assert "15 minutes" in answers[-1].content.decode()
    assert user.email_address in answers[-1].content.decode()
    assert knock(user.email_address, PASSWORD).status_code == 429


def test_s20_the_api_says_how_long_to_wait(few, client, user):
    body = {"identifier": user.email_address, "password": "wrong"}
    answers = [client.post("/api/accounts/login/", body) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert (answers[-1].json()["code"], 0 < answers[-1].json()["retry_after"] <= 900) == ("too_many_attempts", True)


def test_s20_a_known_device_gets_in_while_strangers_guess(few, user):
    owner = Client()
    knock(user.email_address, PASSWORD, owner)
    owner.post("/logout/")
    for _ in range(5):
        knock(user.email_address)
    assert knock(user.email_address, PASSWORD, owner).status_code == 302


def test_s20_a_new_password_opens_the_account_again(few, user):
    for _ in range(5):
        knock(user.email_address)
    set_password(user=user, password=NEW)
    assert knock(user.email_address, NEW).status_code == 302


def test_s20_strangers_have_a_hundred_tries_in_a_row(settings, user):
    settings.SHOP_ACCOUNTS = {"LOGIN_ATTEMPTS": 10**6, "LOGIN_ATTEMPTS_PER_ADDRESS": 10**6}
    answers = [knock(user.email_address).status_code for _ in range(IN_A_ROW + 1)]
    assert (answers.count(200), answers[-1]) == (IN_A_ROW, 429)


def test_s20_a_right_password_starts_the_count_anew(few, user):
    for _ in range(3):
        assert [knock(user.email_address).status_code, knock(user.email_address, PASSWORD).status_code] == [200, 302]


def test_s20_an_address_is_limited_over_all_accounts_and_right_logins_do_not_count(settings, user):
    settings.SHOP_ACCOUNTS = {"LOGIN_ATTEMPTS_PER_ADDRESS": 3}
    for _ in range(5):
        assert knock(user.email_address, PASSWORD).status_code == 302
    answers = [knock(f"nobody{number}@example.com").status_code for number in range(4)]
    assert answers == [200, 200, 200, 429]
    assert knock(user.email_address, PASSWORD, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_s01_everybody_is_limited_alike_whoever_is_behind_the_name(few):
    make_user(email="active@example.com")
    make_user(email="pending@example.com", state=AccountState.PENDING)
    for email in ("active@example.com", "pending@example.com", "nobody@example.com", "NOBODY@example.com "):
        rows = [knock(email).status_code for _ in range(4)]
        assert rows[-1] == 429


@pytest.mark.parametrize("email", ["active@example.com", "pending@example.com", "nobody@example.com"])
def test_s01_the_login_page_hashes_once_whoever_knocks_and_never_when_it_is_too_often(few, hasher_calls, email):
    make_user(email="active@example.com")
    make_user(email="pending@example.com", state=AccountState.PENDING)
    calls = []
    for _ in range(4):
        before = hasher_calls()
        knock(email)
        calls.append(hasher_calls() - before)
    assert calls == [1, 1, 1, 0]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s20_tries_at_once_do_not_outrun_the_limit(few):
    email = make_user().email_address
    answers = run_in_threads(lambda _try: knock(email).status_code, range(8))
    assert sorted(answers) == [200] * 3 + [429] * 5


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 401)])
def test_s20_a_made_up_address_does_not_begin_the_count_anew(settings, client, proxies, status):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {"login": "2/minute"}}
    settings.SHOP_CORE = {"TRUSTED_PROXIES": proxies}
    answers = [
        client.post(
            "/api/token/", {"email": "a@b.example", "password": "x"}, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"
        )
        for number in range(3)
    ]
    assert answers[-1].status_code == status


@pytest.mark.parametrize(
    ("scope", "name", "body"),
    [
        ("password", "change-password", {"current_password": "wrong", "new_password": "whatever it may be"}),
        ("password", "change-email", {"current_password": "wrong", "email": "new@example.com"}),
        ("password", "change-phone", {"current_password": "wrong", "phone": "+48512345678"}),
        ("phone_confirm", "change-phone-confirm", {"phone": "+48512345678", "code": "000000"}),
        ("leaving", "deactivate", {"password": "wrong"}),
        ("leaving", "deletion", {"password": "wrong"}),
    ],
)
def test_s20_each_thing_is_counted_for_itself(settings, client, user, scope, name, body):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {"login": "1/minute", scope: "2/minute"}, "SMS_BACKEND": None}
    client.force_login(user)
    assert client.post("/api/accounts/login/", {"identifier": "a@b.example", "password": "x"}).status_code == 401
    answers = [client.post(reverse(f"shop_accounts_api:{name}"), body).status_code for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429
