from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from tests.codes import mailed_code, texted_code

from shop_accounts import sms
from shop_accounts.exceptions import InvalidCodeError, TooManyCodesError
from shop_accounts.models import Account, AccountState, OneTimeCode
from shop_accounts.personal_data import AccountPersonalData
from shop_accounts.services.codes import request_code, seconds_to_wait, send_code, use_code
from shop_accounts.tasks import prune_one_time_codes
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
PHONE = "+48512345678"
REQUEST = "/api/accounts/otp/request/"
VERIFY = "/api/accounts/otp/verify/"


@pytest.fixture
def ada():
    user = make_user(email=ADA)
    Account.objects.filter(pk=user.pk).update(phone=PHONE, proven_phone=PHONE)
    user.refresh_from_db()
    return user


@pytest.fixture
def ask(client, committed):
    def ask(target=ADA, purpose="login"):
        with committed():
            return client.post(REQUEST, {"target": target, "purpose": purpose}, "application/json")

    return ask


@pytest.fixture
def verify(client):
    def verify(code, target=ADA, purpose="login"):
        return client.post(VERIFY, {"target": target, "purpose": purpose, "code": code}, "application/json")

    return verify


def age(**fields):
    OneTimeCode.objects.update(**fields)


def cool_down():
    age(requested_at=timezone.now() - timedelta(seconds=46))


@pytest.mark.parametrize("spelling", [ADA, "Ada@Example.com "])
def test_a_mailed_code_logs_in(ada, ask, verify, client, spelling):
    assert ask(spelling).status_code == 202
    assert mail.outbox[-1].to == [ADA]
    tokens = verify(mailed_code(), spelling)
    me = client.get("/api/accounts/me/", headers={"authorization": f"Bearer {tokens.json()['access']}"})
    assert me.json()["email"] == ADA


@pytest.mark.parametrize("spelling", [PHONE, "+48 512 345 678"])
def test_a_texted_code_logs_in(ada, ask, verify, spelling):
    ask(spelling)
    assert sms.outbox[-1].to == PHONE
    assert verify(texted_code(), spelling).status_code == 200


def test_a_code_proves_the_contact(ada, ask, verify):
    Account.objects.update(proven_phone="", email_confirmed_at=None)
    ask(purpose="verify")
    assert verify(mailed_code(), purpose="verify").json() == {"verified": True}
    assert Account.objects.get().is_verified


def test_a_phone_that_is_not_proven_logs_nobody_in(ada, ask):
    Account.objects.update(proven_phone="")
    assert ask(PHONE).status_code == 202
    assert sms.outbox == []


def test_a_new_phone_is_not_proven(ada):
    assert ada.shop_account.is_phone_proven
    ada.shop_account.phone = "+48512345679"
    assert not ada.shop_account.is_phone_proven


@pytest.mark.parametrize(("target", "purpose"), [("nothing", "login"), ("a@b", "login"), (ADA, "mfa"), (ADA, "x")])
def test_what_is_no_target_or_purpose_is_named(ask, target, purpose):
    answer = ask(target, purpose)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) <= {"target", "purpose"}


def test_without_a_way_to_text_a_phone_is_refused(settings, ada, ask):
    settings.SHOP_ACCOUNTS = {}
    assert "target" in ask(PHONE).json()["errors"]


def test_an_account_that_was_deactivated_meanwhile_gets_no_tokens(ada, ask, verify):
    ask()
    Account.objects.update(state=AccountState.DEACTIVATED)
    assert verify(mailed_code()).json()["code"] == "login_refused"


def test_five_codes_an_hour(ada, ask):
    for _ in range(5):
        assert ask().status_code == 202
        cool_down()
    refused = ask()
    assert refused.status_code == 429
    assert 3500 < refused.json()["retry_after"] <= 3600
    age(window_started_at=timezone.now() - timedelta(minutes=61))
    assert ask().status_code == 202


def test_the_wait_counts_down(ada, ask):
    assert seconds_to_wait(target=ADA, purpose="login") == 0
    ask()
    age(requested_at=timezone.now() - timedelta(seconds=40))
    assert seconds_to_wait(target=ADA, purpose="login") == 5


def test_a_task_that_runs_late_sends_nothing(ada, ask):
    ask()
    age(expires_at=timezone.now())
    send_code(pk=OneTimeCode.objects.get().pk)
    send_code(pk=0)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("how", ["command", "task"])
def test_what_is_over_is_pruned(ada, ask, how):
    ask()
    run = prune_one_time_codes if how == "task" else lambda: call_command("prune_one_time_codes", stdout=StringIO())
    run()
    assert OneTimeCode.objects.count() == 1
    long_ago = timezone.now() - timedelta(hours=2)
    age(expires_at=long_ago, window_started_at=long_ago)
    run()
    assert OneTimeCode.objects.count() == 0


def test_erasing_takes_codes_along(ada):
    request_code(target=ADA, purpose="login")
    AccountPersonalData().erase(ada)
    assert OneTimeCode.objects.count() == 0


def test_how_often_an_address_may_ask(settings, ada, ask, verify):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {"otp_request": "1/hour", "otp_verify": "1/hour"}}
    ask()
    assert ask("other@example.com").status_code == 429
    verify("000000")
    assert verify("000000").status_code == 429


def test_services_raise_what_they_say(ada):
    request_code(target=ADA, purpose="login")
    with pytest.raises(TooManyCodesError, match="45 seconds"):
        request_code(target=ADA, purpose="login")
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code="")
