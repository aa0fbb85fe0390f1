"""Statement 6: what opens an account to others takes a login of just now, or a proof that it is still its owner."""

import json
import re
from contextlib import closing

import pytest
from django.core import mail
from django.test import Client
from tests.authenticator import OFFER, Authenticator, give_passkey
from tests.codes import mailed_code
from tests.factors import age_logins, just_logged_in, prove_contacts, set_up, totp

from shop_accounts import sms
from shop_accounts.exceptions import LoginTooOldError, PasskeyOverError, PasskeyRefusedError
from shop_accounts.models import FactorKind, Passkey, RecoveryCode, SecondFactor, UserSession
from shop_accounts.services.factors import renew_recovery_codes, turn_off, turn_on
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.passkey_challenges import Purpose
from shop_accounts.services.passkey_login import start_passkey_step, take_passkey_step
from shop_accounts.services.passkeys import remove_passkey, start_passkey
from shop_accounts.services.proof import has_recent_login, prove_by_passkey, prove_by_password
from shop_accounts.testing import PASSWORD, make_user
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
SECURITY = "/account/security/"
PROVE = SECURITY + "prove/"
API = "/api/accounts/"
JSON = "application/json"
PAGES = [SECURITY + name for name in ("app/", "email/code/", "sms/code/", "recovery-codes/", "passkeys/add/")]


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | OFFER


@pytest.fixture
def ada():
    user = make_user(email=ADA)
    prove_contacts(user)
    return user


@pytest.fixture
def member(ada):
    """Ada's browser, in which she has logged in six minutes ago."""
    client = Client()
    client.force_login(ada)
    age_logins(minutes=6)
    return client


@pytest.fixture
def tokens(client, ada):
    pair = client.post("/api/token/", {"email": ADA, "password": PASSWORD}).json()
    age_logins(minutes=6)
    return {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}


def asks(page):
    return page.status_code == 200 and "security_proof.html" in str([template.name for template in page.templates])


def lose_password(user):
    user.set_unusable_password()
    user.save()


def without_password(user):
    """A browser of a user who has no password, and whose login is six minutes old."""
    lose_password(user)
    client = Client()
    client.force_login(user)
    session = client.session
    session.pop("shop_accounts_step_due", None)
    session.save()
    age_logins(minutes=6)
    return client


def bearer(user):
    return {"HTTP_AUTHORIZATION": f"Bearer {tokens_for(user=user)['access']}"}


def answer_by(phone, page, **overrides):
    return {"proof-credential": json.dumps(phone.get(json.loads(page.context["options"]), **overrides))}


@pytest.mark.parametrize("address", PAGES)
def test_s06_pages_that_switch_something_on_ask_once_the_login_is_old(member, ada, address):
    if "recovery" in address:
        set_up(ada, FactorKind.EMAIL)
    assert asks(member.get(address))
    wrong = member.post(address, {"proof-password": "wrong"})
    assert (asks(wrong), list(wrong.context["form"].errors)) == (True, ["password"])
    assert member.post(address, {"proof-password": PASSWORD}).url == address
    assert not asks(member.get(address))
    age_logins(minutes=6)
    assert asks(member.get(address))


def test_s06_a_login_of_just_now_is_proof_enough(client, ada):
    client.force_login(ada)
    age_logins(minutes=4)
    assert not asks(client.get(SECURITY + "app/"))


def test_s06_the_setting_says_how_long(settings, client, ada):
    from datetime import timedelta

    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"RECENT_LOGIN": timedelta(hours=1)}
    client.force_login(ada)
    age_logins(minutes=59)
    assert not asks(client.get(SECURITY + "app/"))


def test_s06_the_page_shows_no_secret_before(member, ada):
    for answer in (member.get, member.post):
        page = answer(SECURITY + "app/")
        assert "otpauth" not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert not SecondFactor.objects.exists()


def test_s06_what_was_typed_goes_along(member, ada, committed):
    with committed():
        member.post(SECURITY + "email/send/")
    page = member.post(SECURITY + "email/code/", {"code": mailed_code()})
    assert asks(page)
    typed = dict(re.findall(r'<input type="hidden" name="(code|name)" value="([^"]*)"', page.content.decode()))
    refused = member.post(SECURITY + "email/code/", {"proof-password": "wrong", **typed})
    assert f'name="code" value="{mailed_code()}"' in refused.content.decode()
    assert not SecondFactor.objects.on(ada).exists()
    member.post(SECURITY + "email/code/", {"proof-password": PASSWORD, **typed})
    assert [factor.kind for factor in SecondFactor.objects.on(ada)] == ["email"]


def test_s06_the_name_of_a_passkey_goes_along(member):
    name = '<b>"my" & phone</b>'
    page = member.post(SECURITY + "passkeys/add/", {"name": name})
    assert "<b>" not in page.content.decode()
    answer = member.post(SECURITY + "passkeys/add/", {"name": name, "proof-password": PASSWORD})
    assert answer.url == SECURITY + "passkeys/create/"
    assert member.session["shop_accounts_passkey"]["name"] == name


def test_s06_proving_a_contact_asks_for_nothing(member, ada):
    ada.shop_account.__class__.objects.update(email_confirmed_at=None)
    assert not asks(member.get(SECURITY + "email/code/"))


def test_s06_a_passkey_is_proof_as_well(member, ada):
    phone = give_passkey(ada)
    page = member.get(SECURITY + "app/")
    assert json.loads(page.context["options"])["userVerification"] == "required"
    assert member.post(SECURITY + "app/", answer_by(phone, page)).url == SECURITY + "app/"
    assert not asks(member.get(SECURITY + "app/"))


def test_s06_a_passkey_that_verified_nobody_is_none(member, ada):
    phone = give_passkey(ada)
    page = member.get(SECURITY + "app/")
    refused = member.post(SECURITY + "app/", answer_by(phone, page, verified=False))
    assert asks(refused)
    assert "This passkey opens no account here" in refused.content.decode()
    assert asks(member.post(SECURITY + "app/", {"proof-credential": ""}))


@pytest.mark.parametrize("purpose", [Purpose.STEP, Purpose.PROOF])
def test_s10_a_step_is_no_proof_and_a_proof_no_step(ada, purpose):
    phone, request = give_passkey(ada), just_logged_in(ada)
    ceremony = start_passkey_step(user=ada, purpose=purpose)
    answer = {"user": ada, "state": ceremony["state"], "credential": phone.get(ceremony["options"]), "request": request}
    with pytest.raises(PasskeyOverError):
        if purpose == Purpose.STEP:
            prove_by_passkey(**answer)
        else:
            take_passkey_step(**answer)


def test_s06_the_passkey_of_another_proves_nothing(ada):
    mallory = make_user()
    phone, request = give_passkey(mallory), just_logged_in(ada)
    give_passkey(ada)
    age_logins(minutes=6)
    ceremony = start_passkey_step(user=ada, purpose=Purpose.PROOF)
    with pytest.raises(PasskeyRefusedError):
        prove_by_passkey(user=ada, state=ceremony["state"], credential=phone.get(ceremony["options"]), request=request)
    assert not has_recent_login(user=ada, request=request)


def test_s06_a_proof_holds_for_its_session_only(ada, member):
    other = just_logged_in(ada)
    age_logins(minutes=6)
    member.post(SECURITY + "app/", {"proof-password": PASSWORD})
    assert not has_recent_login(user=ada, request=other)
    assert UserSession.objects.exclude(proven_at=None).count() == 1
    prove_by_password(user=ada, password=PASSWORD, request=other)
    assert not has_recent_login(user=make_user(), request=other)


def test_s20_guessing_the_password_there_ends(member):
    for _ in range(10):
        member.post(SECURITY + "app/", {"proof-password": "wrong"})
    page = member.post(SECURITY + "app/", {"proof-password": PASSWORD})
    assert asks(page)
    assert "too many wrong tries" in page.content.decode()


def test_s06_no_service_goes_around_it(ada):
    request = just_logged_in(ada)
    set_up(ada, FactorKind.EMAIL)
    age_logins(minutes=6)
    for act in (
        lambda: turn_on(user=ada, kind="totp", code="1", request=request),
        lambda: renew_recovery_codes(user=ada, request=request),
        lambda: start_passkey(user=ada, request=request),
    ):
        with pytest.raises(LoginTooOldError):
            act()


CALLS = [
    "mfa/totp/",
    "mfa/totp/on/",
    "mfa/email/",
    "mfa/email/on/",
    "mfa/sms/",
    "mfa/recovery-codes/",
    "passkeys/options/",
]


@pytest.mark.parametrize("call", CALLS)
def test_s06_the_api_says_what_to_do(client, tokens, call):
    refused = client.post(API + call, {"code": "123456"}, JSON, **tokens)
    assert (refused.status_code, refused.json()["code"]) == (403, "login_too_old")
    assert "prove once more" in refused.json()["detail"]
    assert client.post(API + "prove/", {"password": "wrong"}, JSON, **tokens).json()["code"] == "wrong_password"
    assert client.post(API + "prove/", {"password": PASSWORD}, JSON, **tokens).status_code == 204
    assert client.post(API + call, {"code": "123456"}, JSON, **tokens).json().get("code") != "login_too_old"


def test_s06_the_api_takes_a_passkey_for_it(client, ada, tokens):
    assert client.post(API + "prove/passkey/options/", **tokens).json()["code"] == "unknown_method"
    phone = give_passkey(ada)
    ceremony = client.post(API + "prove/passkey/options/", **tokens).json()
    body = {"state": ceremony["state"], "credential": phone.get(ceremony["options"])}
    assert client.post(API + "prove/passkey/", body, JSON, **tokens).status_code == 204
    assert client.post(API + "passkeys/options/", **tokens).status_code == 200
    assert client.post(API + "prove/passkey/", body, JSON, **tokens).json()["code"] == "passkey_over"


def test_s06_visitors_prove_nothing(client):
    assert client.post(API + "prove/", {"password": PASSWORD}, JSON).status_code == 401
    assert client.post(API + "prove/passkey/options/").status_code == 401
    assert client.get(PROVE).url.startswith("/login/?next=")


def test_the_api_makes_new_recovery_codes(client, ada, tokens):
    client.post(API + "prove/", {"password": PASSWORD}, JSON, **tokens)
    assert client.post(API + "mfa/recovery-codes/", **tokens).json()["code"] == "unknown_method"
    old = set_up(ada)
    new = client.post(API + "mfa/recovery-codes/", **tokens).json()["recovery_codes"]
    assert (len(new), set(new) & set(old), RecoveryCode.objects.count()) == (10, set(), 10)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_asked_for_at_once_kill_each_other(ada):
    set_up(ada)
    request = just_logged_in(ada)
    answers = run_in_threads(lambda _: renew_recovery_codes(user=ada, request=request), range(6))
    assert {len(codes) for codes in answers} == {10}
    assert RecoveryCode.objects.count() == 10


def test_s06_without_a_password_passkeys_are_managed_by_passkey(ada):
    phone = give_passkey(ada)
    browser = without_password(ada)
    page = browser.get(SECURITY + "passkeys/add/")
    assert asks(page)
    assert "proof-password" not in page.content.decode()
    assert browser.post(SECURITY + "passkeys/add/", answer_by(phone, page)).status_code == 302
    browser.post(SECURITY + "passkeys/add/", {"name": "stick"})
    options = json.loads(browser.get(SECURITY + "passkeys/create/").context["options"])
    browser.post(SECURITY + "passkeys/create/", {"credential": json.dumps(Authenticator().create(options))})
    assert Passkey.objects.count() == 2
    for passkey in Passkey.objects.all():
        address = f"{SECURITY}passkeys/{passkey.pk}/remove/"
        assert "password" not in browser.get(address).context["form"].fields
        assert browser.post(address).url == SECURITY
    assert not Passkey.objects.exists()


def test_s06_without_a_password_removing_and_turning_off_ask_for_the_passkey(ada):
    phone = give_passkey(ada)
    set_up(ada, FactorKind.EMAIL)
    browser = without_password(ada)
    passkey = Passkey.objects.get()
    for address in (f"{SECURITY}passkeys/{passkey.pk}/remove/", SECURITY + "email/off/"):
        for answer in (browser.get, browser.post):
            assert asks(answer(address))
        request = just_logged_in(ada)
        age_logins(minutes=6)
        with pytest.raises(LoginTooOldError):
            remove_passkey(user=ada, pk=passkey.pk, password="", request=request)
        with pytest.raises(LoginTooOldError):
            turn_off(user=ada, kind="email", password="", request=request)
    page = browser.get(SECURITY + "email/off/")
    browser.post(SECURITY + "email/off/", answer_by(phone, page))
    assert browser.post(SECURITY + "email/off/").url == SECURITY
    assert [factor.kind for factor in SecondFactor.objects.on(ada)] == ["passkey"]


def test_s06_without_password_and_with_a_passkey_far_away_one_logs_in_again(ada):
    give_passkey(ada)
    page = without_password(ada).get(SECURITY + "app/").content.decode()
    assert "No passkey at hand? Log out and log in again" in page
    assert 'action="/logout/"' in page


def test_s06_without_password_and_passkey_one_logs_in_again(ada):
    page = without_password(ada).get(SECURITY + "app/")
    assert asks(page)
    assert "log out and log in again" in page.content.decode()


@pytest.mark.parametrize("path", ["/account/deletion/", "/account/deactivate/", "/account/export/"])
def test_s06_without_a_password_one_leaves_by_passkey(ada, path):
    phone = give_passkey(ada)
    browser = without_password(ada)
    link = f"{PROVE}?next={path}"
    assert link in browser.get(path).content.decode()
    answer = browser.post(link, answer_by(phone, browser.get(link)), follow=True)
    assert answer.redirect_chain[-1][0] == path
    assert PROVE not in answer.content.decode()
    with closing(browser.post(path)) as done:
        assert done.status_code in (200, 302)


CONTACTS = [
    (SECURITY + "email/", "change-email/", {"email": "new@example.com"}),
    ("/account/phone/", "change-phone/", {"phone": "+48600700800"}),
]


@pytest.mark.parametrize(("path", "_call", "typed"), CONTACTS)
def test_s06_without_a_password_a_contact_is_changed_after_the_passkey(ada, committed, path, _call, typed):
    phone = give_passkey(ada)
    browser = without_password(ada)
    with committed():
        page = browser.post(path, typed)
    assert asks(page)
    assert list(page.context["typed"]) == list(typed.items())
    assert (mail.outbox, sms.outbox) == ([], [])
    with committed():
        done = browser.post(path, answer_by(phone, page) | typed)
    assert done.status_code == 302
    assert [*(mail.outbox[0].to if mail.outbox else [sms.outbox[0].to])] == [*typed.values()]
    form = browser.get(path).context["form"]
    assert list(form.fields) == list(typed)


@pytest.mark.parametrize(("_path", "call", "typed"), CONTACTS)
def test_s06_without_a_password_the_api_changes_a_contact_after_the_passkey(
    client, ada, tokens, committed, _path, call, typed
):
    phone = give_passkey(ada)
    lose_password(ada)
    tokens = bearer(ada)
    age_logins(minutes=6)
    for password in ({}, {"current_password": ""}, {"current_password": PASSWORD}):
        assert client.post(API + call, typed | password, JSON, **tokens).json()["code"] == "login_too_old"
    ceremony = client.post(API + "prove/passkey/options/", **tokens).json()
    body = {"state": ceremony["state"], "credential": phone.get(ceremony["options"])}
    assert client.post(API + "prove/passkey/", body, JSON, **tokens).status_code == 204
    with committed():
        assert client.post(API + call, typed, JSON, **tokens).status_code == 202


@pytest.mark.parametrize(("path", "call", "typed"), CONTACTS)
def test_s06_a_recent_login_is_no_password_for_those_who_have_one(client, ada, path, call, typed):
    client.force_login(ada)
    assert list(client.post(path, typed).context["form"].errors) == ["current_password"]
    assert client.post(API + call, typed, JSON, **bearer(ada)).json()["code"] == "wrong_password"


def test_s06_a_first_password_is_set_after_the_passkey(ada):
    phone = give_passkey(ada)
    browser = without_password(ada)
    path, typed = SECURITY + "password/", {"new_password": "a wholly new password"}
    page = browser.post(path, typed)
    assert asks(page)
    assert typed["new_password"] not in page.content.decode()
    assert browser.post(path, answer_by(phone, page)).url == path
    assert "Set a password" in browser.get(path).content.decode()
    assert list(browser.post(path, {"new_password": "12345"}).context["form"].errors) == ["new_password"]
    assert browser.post(path, typed).url == SECURITY
    ada.refresh_from_db()
    assert ada.check_password(typed["new_password"])
    assert browser.get(SECURITY).status_code == 200


def test_s06_the_api_sets_a_first_password_after_a_login_of_just_now(client, ada):
    lose_password(ada)
    tokens, body = bearer(ada), {"new_password": "a wholly new password"}
    age_logins(minutes=6)
    assert client.post(API + "change-password/", body, JSON, **tokens).json()["code"] == "login_too_old"
    assert set(client.post(API + "change-password/", body, JSON, **bearer(ada)).json()) == {"access", "refresh"}


def test_s21_the_proof_leads_to_this_host_only(client, ada):
    client.force_login(ada)
    for evil in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        assert client.get(PROVE, {"next": evil}).url == SECURITY


def test_an_app_is_set_up_after_the_proof(member, ada):
    member.post(SECURITY + "app/", {"proof-password": PASSWORD})
    secret = member.get(SECURITY + "app/").context["secret"]
    assert "recovery" in member.post(SECURITY + "app/", {"code": totp(secret)}).content.decode()
