import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.utils import timezone
from tests.codes import mailed_code, texted_code
from tests.factors import PHONE, prove_contacts, set_up, totp

from shop_accounts.models import Account, FactorKind, OneTimeCode, RecoveryCode, SecondFactor
from shop_accounts.personal_data import AccountPersonalData
from shop_accounts.services.codes import prune_one_time_codes
from shop_accounts.services.factors import start_totp
from shop_accounts.services.passwords import set_password
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SECURITY = "/account/security/"
STEP = "/login/second-step/"


@pytest.fixture
def ada(client):
    user = make_user(email="ada@example.com")
    prove_contacts(user)
    client.force_login(user)
    return user


@pytest.fixture
def tokens(client, ada):
    pair = client.post("/api/token/", {"email": "ada@example.com", "password": PASSWORD}).json()
    return {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}


def log_in(client):
    client.post("/logout/")
    return client.post("/login/", {"identifier": "ada@example.com", "password": PASSWORD})


def cool_down():
    OneTimeCode.objects.update(requested_at=timezone.now() - timedelta(seconds=46))


def test_an_app_is_set_up_and_logs_in(client, ada):
    page = client.get(SECURITY + "app/")
    secret = page.context["secret"]
    assert "<svg" in page.content.decode()
    assert " ".join(re.findall("....", secret)) in page.content.decode()
    assert " style=" not in page.content.decode()
    assert client.get(SECURITY + "app/").context["secret"] == secret
    shown = client.post(SECURITY + "app/", {"code": totp(secret, -1)}).content.decode()
    codes = re.findall(r"<li>(\w{5}-\w{5})</li>", shown)
    assert len(codes) == 10
    assert f'href="data:text/plain;charset=utf-8,{"%0A".join(codes)}" download=' in shown
    assert log_in(client).url == STEP
    client.post(STEP, {"method": "totp", "code": totp(secret)})
    assert client.get(SECURITY).context["any_on"]
    assert client.get(SECURITY + "app/").url == SECURITY


def test_a_wrong_code_turns_nothing_on(client, ada):
    secret = client.get(SECURITY + "app/").context["secret"]
    page = client.post(SECURITY + "app/", {"code": "000000" if totp(secret) != "000000" else "111111"})
    assert page.context["form"].errors
    assert not SecondFactor.objects.on(ada).exists()
    assert page.context["secret"] == secret


def age_set_up(minutes):
    SecondFactor.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))


def test_a_secret_waits_ten_minutes_after_it_was_last_shown(client, ada):
    secret = client.get(SECURITY + "app/").context["secret"]
    for _ in range(2):
        age_set_up(minutes=9)
        assert client.get(SECURITY + "app/").context["secret"] == secret
    age_set_up(minutes=11)
    page = client.post(SECURITY + "app/", {"code": totp(secret)})
    assert page.context["form"].errors
    assert page.context["secret"] != secret
    assert not SecondFactor.objects.on(ada).exists()


def test_an_old_secret_is_not_shown_again(client, ada):
    secret = client.get(SECURITY + "app/").context["secret"]
    age_set_up(minutes=11)
    assert client.get(SECURITY + "app/").context["secret"] != secret


def test_a_new_password_drops_what_was_not_finished(ada):
    start_totp(user=ada)
    SecondFactor.objects.create(user=ada, kind="email", confirmed_at=timezone.now())
    set_password(user=ada, password="a wholly other password")
    assert [factor.kind for factor in SecondFactor.objects.all()] == ["email"]


def test_abandoned_secrets_are_pruned(ada):
    for user, minutes in ((ada, 11), (make_user(), 9)):
        factor = start_totp(user=user)
        SecondFactor.objects.filter(pk=factor.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    SecondFactor.objects.create(user=ada, kind="email", confirmed_at=timezone.now(), created_at="2020-01-01T00:00Z")
    prune_one_time_codes()
    assert sorted(factor.kind for factor in SecondFactor.objects.all()) == ["email", "totp"]


@pytest.mark.parametrize(("kind", "read"), [("email", mailed_code), ("sms", texted_code)])
def test_codes_by_mail_and_text_are_set_up_and_log_in(client, ada, committed, kind, read):
    with committed():
        client.post(f"{SECURITY}{kind}/send/")
    assert "recovery" in client.post(f"{SECURITY}{kind}/code/", {"code": read()}).content.decode()
    assert log_in(client).url == STEP
    cool_down()
    with committed():
        client.post(STEP + "send/", {"method": kind})
    assert 0 < client.get(STEP, {"method": kind}).context["wait"] <= 45
    assert client.post(STEP, {"method": kind, "code": read()}).url == "/account/"


def test_a_second_code_too_soon_is_refused_in_words(client, ada, committed):
    for _ in range(2):
        with committed():
            answer = client.post(SECURITY + "email/send/", follow=True)
    assert "Please wait" in answer.content.decode()
    assert len(mail.outbox) == 1
    assert 'wait-button seconds="4' in answer.content.decode()


@pytest.mark.parametrize(("kind", "read"), [("email", mailed_code), ("sms", texted_code)])
def test_contacts_are_proven_first(client, ada, committed, kind, read):
    Account.objects.update(email_confirmed_at=None, proven_phone="")
    assert client.get(SECURITY + "app/").url == SECURITY
    assert [proof["kind"] for proof in client.get(SECURITY).context["proofs"]] == ["email", "sms"]
    with committed():
        client.post(f"{SECURITY}{kind}/send/")
    assert client.post(f"{SECURITY}{kind}/code/", {"code": read()}).url == SECURITY
    assert kind not in [proof["kind"] for proof in client.get(SECURITY).context["proofs"]]
    assert not SecondFactor.objects.exists()


def test_without_a_phone_the_e_mail_is_enough(client, ada):
    Account.objects.update(phone="", proven_phone="")
    assert client.get(SECURITY + "app/").status_code == 200
    assert client.get(SECURITY + "sms/code/").url == SECURITY


def test_codes_of_somebody_else_prove_nothing(client, ada, committed):
    Account.objects.update(email_confirmed_at=None)
    other = make_user(email="other@example.com")
    with committed():
        client.post(SECURITY + "email/send/")
    OneTimeCode.objects.update(user=other)
    assert client.post(SECURITY + "email/code/", {"code": mailed_code()}).context["form"].errors


def test_new_recovery_codes_kill_the_old(client, ada):
    old = set_up(ada)
    client.force_login(ada)
    session = client.session
    session.pop("shop_accounts_step_due")
    session.save()
    client.post(SECURITY + "recovery-codes/")
    assert RecoveryCode.objects.count() == 10
    log_in(client)
    assert client.post(STEP, {"method": "recovery", "code": old[0]}).context["form"].errors


def test_turning_one_of_two_off_keeps_the_recovery_codes(client, ada):
    set_up(ada, FactorKind.TOTP, FactorKind.EMAIL)
    client.post(SECURITY + "email/off/", {"password": PASSWORD})
    assert [factor.kind for factor in SecondFactor.objects.all()] == ["totp"]
    assert RecoveryCode.objects.count() == 10


@pytest.mark.parametrize(
    ("address", "answer"),
    [("nonsense/off/", 404), ("totp/code/", 404), ("nonsense/send/", 404), ("recovery-codes/", 302)],
)
def test_what_is_not_there(client, ada, address, answer):
    assert client.get(SECURITY + address).status_code == answer


@pytest.mark.parametrize("address", ["", "app/", "email/code/", "totp/off/", "recovery-codes/"])
def test_visitors_log_in_first(client, address):
    assert client.get(SECURITY + address).url.startswith("/login/?next=")
    assert client.post(SECURITY + "email/send/").url.startswith("/login/?next=")


def test_the_api_sets_up_and_takes_the_step(client, ada, tokens):
    state = client.get("/api/accounts/mfa/", **tokens).json()
    assert state == {
        "enabled": False,
        "on": [],
        "possible": ["totp", "email", "sms"],
        "to_prove": [],
        "recovery_codes_left": 0,
    }
    secret = client.post("/api/accounts/mfa/totp/", **tokens).json()["secret"]
    on = client.post("/api/accounts/mfa/totp/on/", {"code": totp(secret, -1)}, **tokens).json()
    assert len(on["recovery_codes"]) == 10
    assert client.get("/api/accounts/me/", **tokens).json()["mfa_enabled"]
    answer = client.post("/api/accounts/login/", {"identifier": "ada@example.com", "password": PASSWORD}).json()
    assert answer["mfa_required"]
    step = {"challenge": answer["challenge"], "method": "totp", "code": totp(secret)}
    assert set(client.post("/api/accounts/mfa/verify/", step).json()) == {"access", "refresh"}
    assert client.post("/api/accounts/mfa/totp/off/", {"password": "wrong"}, **tokens).status_code == 400
    assert client.post("/api/accounts/mfa/totp/off/", {"password": PASSWORD}, **tokens).status_code == 204


def test_the_api_sends_codes(client, ada, tokens, committed):
    with committed():
        assert client.post("/api/accounts/mfa/email/", **tokens).status_code == 202
    assert client.post("/api/accounts/mfa/email/", **tokens).json()["retry_after"] > 0
    client.post("/api/accounts/mfa/email/on/", {"code": mailed_code()}, **tokens)
    answer = client.post("/api/accounts/login/", {"identifier": "ada@example.com", "password": PASSWORD}).json()
    send = {"challenge": answer["challenge"], "method": "email"}
    cool_down()
    with committed():
        assert client.post("/api/accounts/mfa/send/", send).status_code == 202
    assert client.post("/api/accounts/mfa/send/", send).status_code == 429
    assert "access" in client.post("/api/accounts/mfa/verify/", {**send, "code": mailed_code()}).json()


def test_the_api_refuses_what_is_not_possible(client, ada, tokens):
    assert client.post("/api/accounts/mfa/pigeon/", **tokens).json()["code"] == "unknown_method"
    assert client.post("/api/accounts/mfa/pigeon/on/", {"code": "1"}, **tokens).json()["code"] == "unknown_method"
    Account.objects.update(proven_phone="")
    assert client.post("/api/accounts/mfa/totp/", **tokens).json()["code"] == "contacts_not_proven"
    assert client.post("/api/accounts/mfa/totp/on/", {"code": "1"}, **tokens).json()["code"] == "contacts_not_proven"


def test_erasing_takes_second_factors_along(ada):
    set_up(ada)
    AccountPersonalData().erase(ada)
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert PHONE not in str(Account.objects.values())


def test_the_check_names_the_missing_middleware(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondStep" not in name]
    assert [fault.id for fault in run_checks()] == ["shop_accounts.E007"]
