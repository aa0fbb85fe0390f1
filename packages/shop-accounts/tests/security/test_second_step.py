"""Statements 3, 6, 8, 12, 13, 14, 15, 21, 22, 30 and 32 on the second step."""

import base64
import json
import time

import pytest
from django.contrib.auth import authenticate, login
from django.core import mail
from django.http import HttpResponse
from django.urls import include, path
from rest_framework.authentication import BasicAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from tests.authenticator import OFFER, give_passkey
from tests.codes import mailed_code, wrong
from tests.factors import SECRET, prove_contacts, set_up, totp

from shop_accounts.exceptions import InvalidCodeError, TooManyGuessesError
from shop_accounts.models import Account, AccountState, FactorKind, RecoveryCode, SecondFactor
from shop_accounts.services.activation import resend_activation
from shop_accounts.services.codes import request_code
from shop_accounts.services.passwords import request_password_reset
from shop_accounts.services.recovery import new_recovery_codes, use_recovery_code
from shop_accounts.services.second_step import WAITING, take_step
from shop_accounts.testing import PASSWORD, make_user
from shop_core.testing.threads import run_in_threads

ADA = "ada@example.com"
STEP = "/login/second-step/"
NEW_PASSWORD = "another horse battery staple"


@api_view()
@authentication_classes([BasicAuthentication])
@permission_classes([IsAuthenticated])
def basic(request):
    return Response()


def foreign_login(request):
    """What a social login or a passkey library does."""
    login(request, Account.objects.get(user__email_address=ADA).user, "shop_accounts.backends.NameOrEmailBackend")
    return HttpResponse()


urlpatterns = [path("", include("tests.urls")), path("basic/", basic), path("foreign/", foreign_login)]


@pytest.fixture
def ada(db):
    user = make_user(email=ADA, is_staff=True, is_superuser=True)
    user.recovery = set_up(user)
    return user


def post(client, address, **body):
    return client.post(address, body, "application/json")


def by_form(client, committed, last_link):
    return client.post("/login/", {"identifier": ADA, "password": PASSWORD})


def by_form_switching(client, committed, last_link):
    client.force_login(make_user())
    return by_form(client, committed, last_link)


def by_token(client, committed, last_link):
    return post(client, "/api/token/", email=ADA, password=PASSWORD)


def by_api_login(client, committed, last_link):
    return post(client, "/api/accounts/login/", identifier=ADA, password=PASSWORD)


def by_one_time_code(client, committed, last_link):
    with committed():
        post(client, "/api/accounts/otp/request/", target=ADA, purpose="login")
    return post(client, "/api/accounts/otp/verify/", target=ADA, purpose="login", code=mailed_code())


def by_admin_form(client, committed, last_link):
    return client.post("/admin/login/", {"username": ADA, "password": PASSWORD, "next": "/admin/"})


def by_admin_form_of_another(client, committed, last_link):
    client.force_login(make_user())
    return by_admin_form(client, committed, last_link)


def by_basic(client, committed, last_link):
    secret = base64.b64encode(f"{ADA}:{PASSWORD}".encode()).decode()
    client.defaults["HTTP_AUTHORIZATION"] = f"Basic {secret}"
    answer = client.get("/basic/")
    assert answer.status_code == 401
    return answer


def by_activation(client, committed, last_link):
    Account.objects.filter(user__email_address=ADA).update(email_confirmed_at=None)
    with committed():
        resend_activation(email=ADA, base_url="http://testserver")
    return client.post(last_link())


def by_registering_again(client, committed, last_link):
    with committed():
        return client.post("/register/", {"email": ADA, "password": PASSWORD})


def by_password_reset(client, committed, last_link):
    with committed():
        request_password_reset(email=ADA, base_url="http://testserver")
    form = client.get(last_link(), follow=True).redirect_chain[-1][0]
    return client.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, follow=True)


def by_foreign_login(client, committed, last_link):
    return client.get("/foreign/")


def by_verifying_without_a_code(client, committed, last_link):
    challenge = by_api_login(client, committed, last_link).json()["challenge"]
    return post(client, "/api/accounts/mfa/verify/", challenge=challenge, method="totp", code="")


def passkey_of(email):
    return give_passkey(Account.objects.get(user__email_address=email).user)


def by_passkey_that_verified_nobody(client, committed, last_link):
    phone = passkey_of(ADA)
    asked = json.loads(client.get("/login/passkey/").context["options"])
    return client.post("/login/passkey/", {"credential": json.dumps(phone.get(asked, verified=False))})


def by_passkey_step_without_the_first(client, committed, last_link):
    phone = passkey_of(ADA)
    asked = json.loads(client.get("/login/passkey/").context["options"])
    return client.post(STEP + "passkey/", {"credential": json.dumps(phone.get(asked))})


def by_passkey_of_somebody_else(client, committed, last_link):
    passkey_of(ADA)
    phone = give_passkey(make_user())
    by_form(client, committed, last_link)
    asked = json.loads(client.get(STEP).context["options"])
    return client.post(STEP + "passkey/", {"credential": json.dumps(phone.get(asked))})


def by_passkey_step_with_a_code(client, committed, last_link):
    passkey_of(ADA)
    by_form(client, committed, last_link)
    return client.post(STEP, {"method": "passkey", "code": totp()})


def by_api_passkey_that_verified_nobody(client, committed, last_link):
    phone = passkey_of(ADA)
    ceremony = post(client, "/api/accounts/passkeys/login/options/").json()
    credential = phone.get(ceremony["options"], verified=False)
    return post(client, "/api/accounts/passkeys/login/", state=ceremony["state"], credential=credential)


def by_api_passkey_step_answered_at_the_login(client, committed, last_link):
    phone = passkey_of(ADA)
    step = {"challenge": by_api_login(client, committed, last_link).json()["challenge"]}
    ceremony = post(client, "/api/accounts/mfa/passkey/options/", **step).json()
    credential = phone.get(ceremony["options"], verified=False)
    return post(client, "/api/accounts/passkeys/login/", state=ceremony["state"], credential=credential)


def by_api_passkey_step_without_a_password(client, committed, last_link):
    phone = passkey_of(ADA)
    ceremony = post(client, "/api/accounts/passkeys/login/options/").json()
    answer = {"state": ceremony["state"], "credential": phone.get(ceremony["options"])}
    return post(client, "/api/accounts/mfa/passkey/verify/", challenge=ceremony["state"], **answer)


WAYS = [value for name, value in list(globals().items()) if name.startswith("by_")]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_s13_no_way_in_skips_the_second_step(settings, client, committed, last_link, ada, way):
    settings.SHOP_ACCOUNTS = OFFER | {"LOGIN_WHEN_AUTHENTICATED": "switch"}
    answer = way(client, committed, last_link)
    assert b'"access"' not in answer.content
    for page in ("/account/", "/account/security/", "/admin/"):
        seen = client.get(page)
        assert seen.status_code == 302 or str(ada.pk) != client.session.get("_auth_user_id"), page
    assert client.session.get("_auth_user_id") != str(ada.pk)
    assert (
        client.get("/api/accounts/me/").status_code in (401, 403) or ADA not in client.get("/account/").content.decode()
    )


def test_s13_a_password_alone_authenticates_nobody_with_a_second_step(ada):
    assert authenticate(None, username=ADA, password=PASSWORD) is None


def test_s13_sessions_that_others_open_lead_to_the_step(client, ada):
    client.force_login(ada)
    assert client.get("/account/addresses/").url == STEP
    assert client.post(STEP, {"method": "totp", "code": totp()}).url == "/account/addresses/"
    assert client.get("/account/addresses/").status_code == 200


def test_s14_the_admin_opens_after_the_second_step(client, ada):
    form = {"identifier": ADA, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/login/", form).url == STEP
    assert client.get("/admin/").status_code == 302
    assert client.post(STEP, {"method": "totp", "code": totp()}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("required", ["staff", "administrator"])
def test_s14_staff_without_a_second_step_are_led_to_set_it_up(settings, client, required):
    settings.SHOP_ACCOUNTS = {"MFA_REQUIRED_FOR": [required]}
    staff = make_user(email=ADA, is_staff=True, is_superuser=True)
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    for page in ("/admin/", "/admin/shop_accounts/account/"):
        assert client.get(page).url == "/account/security/"
    assert "second step" in client.get("/account/security/").content.decode()
    refused = post(client, "/api/token/", email=ADA, password=PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_missing")
    set_up(staff)
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_s14_a_role_that_is_not_named_goes_free(settings, client):
    settings.SHOP_ACCOUNTS = {"MFA_REQUIRED_FOR": ["manager"]}
    client.force_login(make_user(is_staff=True))
    assert client.get("/admin/").status_code == 200


def test_s15_half_way_grants_nothing_but_the_step(client, ada):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    assert client.get(STEP).status_code == 200
    assert client.get("/account/").status_code == 302
    assert client.get("/api/accounts/me/").status_code == 401


@pytest.mark.parametrize("how", ["late", "password", "deactivated", "other session", "forged"])
def test_s15_half_way_ends(client, ada, how):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    session = client.session
    if how == "late":
        session[WAITING] = session[WAITING] | {"at": time.time() - 601}
    elif how == "password":
        ada.set_password(NEW_PASSWORD)
        ada.save()
    elif how == "deactivated":
        Account.objects.update(state=AccountState.DEACTIVATED)
    elif how == "forged":
        session[WAITING] = session[WAITING] | {"user": "nonsense"}
    session.save()
    if how == "other session":
        client.cookies.clear()
    assert client.get(STEP).url == "/login/"
    assert client.post(STEP, {"method": "totp", "code": totp()}).url == "/login/"
    assert "_auth_user_id" not in client.session


def test_s15_challenges_end_alike(client, ada):
    challenge = post(client, "/api/token/", email=ADA, password=PASSWORD).json()["challenge"]
    step = {"challenge": challenge, "method": "totp", "code": totp()}
    assert post(client, "/api/accounts/mfa/verify/", **step | {"challenge": challenge + "x"}).status_code == 401
    ada.set_password(NEW_PASSWORD)
    ada.save()
    assert post(client, "/api/accounts/mfa/verify/", **step).json()["code"] == "second_step_over"


def test_s03_the_second_step_gives_the_session_a_new_key(client, ada):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    before = client.session.session_key
    client.post(STEP, {"method": "totp", "code": totp()})
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_s12_a_totp_code_is_not_accepted_twice(ada):
    code = totp()
    take_step(user=ada, method="totp", code=code)
    with pytest.raises(InvalidCodeError):
        take_step(user=ada, method="totp", code=code)
    take_step(user=ada, method="totp", code=totp(shift=1))
    with pytest.raises(InvalidCodeError):
        take_step(user=ada, method="totp", code=code)


@pytest.mark.parametrize(("shift", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_s12_the_clock_may_be_half_a_minute_off(ada, shift, right, monkeypatch):
    now = int(time.time()) // 30 * 30 + 15
    monkeypatch.setattr("time.time", lambda: now)
    if right:
        take_step(user=ada, method="totp", code=totp(shift=shift))
    else:
        with pytest.raises(InvalidCodeError):
            take_step(user=ada, method="totp", code=totp(shift=shift))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["totp", "recovery"])
def test_s12_a_code_used_at_once_works_once(method, monkeypatch):
    monkeypatch.setattr("shop_accounts.services.guesses.LIMIT", 100)
    user = make_user(email=ADA)
    code = {"recovery": set_up(user)[0], "totp": totp()}[method]
    answers = run_in_threads(lambda _: take_step(user=user, method=method, code=code), range(20))
    assert answers.count(None) == 1
    assert sum(isinstance(answer, InvalidCodeError) for answer in answers) == 19


def test_s12_recovery_codes_are_hashed_and_work_once(client, ada):
    code = ada.recovery[0]
    assert code not in str(list(RecoveryCode.objects.values()))
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    assert client.post(STEP, {"method": "recovery", "code": code.upper().replace("-", " ")}).status_code == 302
    assert not use_recovery_code(user=ada, code=code)
    assert RecoveryCode.objects.count() == 9
    assert not use_recovery_code(user=make_user(), code=ada.recovery[1])


def test_s20_guessing_ends(ada):
    for _ in range(10):
        with pytest.raises(InvalidCodeError):
            take_step(user=ada, method="totp", code=wrong(totp()))
    for method, code in [("totp", totp()), ("recovery", ada.recovery[0])]:
        with pytest.raises(TooManyGuessesError):
            take_step(user=ada, method=method, code=code)


@pytest.mark.parametrize("method", ["email", "sms", "nonsense", "", "totp' OR 1=1", "x" * 99])
def test_tampering_with_the_method_gets_an_error_and_no_access(client, ada, method):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    page = client.post(STEP, {"method": method, "code": totp(), "user": "1", "next": "/admin/"})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "alert" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(STEP + "send/", {"method": method}).status_code == 302
    assert len(mail.outbox) == 0
    challenge = post(client, "/api/token/", email=ADA, password=PASSWORD).json()["challenge"]
    for address in ("verify", "send"):
        body = {"challenge": challenge, "method": method, "code": totp()}
        assert post(client, f"/api/accounts/mfa/{address}/", **body).status_code == 400


def test_s10_a_code_to_log_in_is_no_second_step(client, committed, db):
    user = make_user(email=ADA)
    set_up(user, FactorKind.EMAIL)
    with committed():
        request_code(target=ADA, purpose="login")
    with pytest.raises(InvalidCodeError):
        take_step(user=user, method="email", code=mailed_code())


@pytest.mark.parametrize("password", ["wrong", ""])
def test_s06_turning_off_takes_the_password(client, ada, password):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    client.post(STEP, {"method": "totp", "code": totp()})
    assert client.post("/account/security/totp/off/", {"password": password}).context["form"].errors
    assert SecondFactor.objects.on(ada).exists()
    assert RecoveryCode.objects.count() == 10
    client.post("/account/security/totp/off/", {"password": PASSWORD})
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_s21_the_step_leads_to_this_host_only(client, ada):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD, "next": "//evil.example/"})
    assert client.post(STEP, {"method": "totp", "code": totp(), "next": "//evil.example/"}).url == "/account/"


def test_s22_contacts_are_masked_before_the_step(client, db):
    set_up(make_user(email=ADA), FactorKind.EMAIL, FactorKind.SMS)
    answer = post(client, "/api/token/", email=ADA, password=PASSWORD)
    assert [way["contact"] for way in answer.json()["methods"]] == ["a•••@e•••.com", "•••• 78", ""]
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    page = client.get(STEP).content.decode()
    assert "a•••@e•••.com" in page
    assert ADA not in page
    assert "512345678" not in page


def test_s30_secrets_stand_in_no_admin_and_no_cache(client, ada):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    assert "no-store" in client.get(STEP)["Cache-Control"]
    client.post(STEP, {"method": "totp", "code": totp()})
    assert "no-store" in client.get("/account/security/")["Cache-Control"]
    assert SECRET not in client.get("/api/accounts/mfa/").content.decode()
    assert SECRET not in str(ada.shop_second_factors.get())


@pytest.mark.django_db
def test_s32_the_shop_may_switch_mail_and_texts_off(settings, client):
    settings.SHOP_ACCOUNTS = {"MFA_METHODS": ["totp"]}
    user = make_user()
    set_up(user, FactorKind.EMAIL)
    SecondFactor.objects.all().delete()
    client.force_login(user)
    page = client.get("/account/security/").content.decode()
    assert "Authenticator app" in page
    assert "Code by e-mail" not in page
    assert post(client, "/api/accounts/mfa/email/").status_code in (400, 401, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("policy", [{"MFA_REQUIRED_METHODS": ["totp", "passkey"]}, {"MFA_METHODS": ["totp"]}])
def test_s32_staff_may_be_asked_for_more_than_a_code_by_mail(settings, client, committed, policy):
    settings.SHOP_ACCOUNTS = OFFER | {"MFA_REQUIRED_FOR": ["staff"]} | policy
    staff = make_user(email=ADA, is_staff=True, is_superuser=True)
    set_up(staff, FactorKind.EMAIL)
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    with committed():
        client.post(STEP + "send/", {"method": "email"})
    client.post(STEP, {"method": "email", "code": mailed_code()})
    assert client.get("/admin/").url == "/account/security/"
    step = {"challenge": post(client, "/api/token/", email=ADA, password=PASSWORD).json()["challenge"]}
    step |= {"method": "recovery", "code": new_recovery_codes(user=staff)[0]}
    refused = post(client, "/api/accounts/mfa/verify/", **step)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_missing")
    set_up(staff)
    assert client.get("/admin/").status_code == 200


def test_s08_each_change_of_the_second_step_is_mailed(client, committed, db):
    user = make_user(email=ADA)
    prove_contacts(user)
    client.force_login(user)
    mail.outbox.clear()
    secret = client.get("/account/security/app/").context["secret"]
    with committed():
        client.post("/account/security/app/", {"code": totp(secret)})
    with committed():
        client.post("/account/security/recovery-codes/")
    with committed():
        client.post("/account/security/totp/off/", {"password": PASSWORD})
    subjects = ["Two-step login is on", "Your two-step login was changed", "Two-step login is off"]
    assert [message.subject for message in mail.outbox] == subjects
    assert {address for message in mail.outbox for address in message.to} == {ADA}
