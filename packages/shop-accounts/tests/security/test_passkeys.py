"""Statements 3, 6, 10, 13, 20, 21, 23 and 30 on passkeys: tampering, replay, other users, other addresses, other times."""

import copy
import json
import time

import pytest
from django.core import mail
from django.test import RequestFactory
from tests.authenticator import OFFER, Authenticator, give_passkey, text
from tests.factors import just_logged_in, prove_contacts, set_up

from shop_accounts.exceptions import (
    PasskeyNotAddedError,
    PasskeyOverError,
    PasskeyRefusedError,
    TooManyAttemptsError,
    TooManyGuessesError,
)
from shop_accounts.models import Account, AccountState, Passkey, SecondFactor
from shop_accounts.services.passkey_login import (
    start_passkey_login,
    start_passkey_step,
    take_passkey_login,
    take_passkey_step,
)
from shop_accounts.services.passkeys import add_passkey, start_passkey
from shop_accounts.testing import PASSWORD, make_user
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
LOGIN = "/login/passkey/"
OPTIONS = LOGIN + "options/"
STEP = "/login/second-step/"
API = "/api/accounts/passkeys/"
JSON = "application/json"
REQUEST = RequestFactory().post("/")
WRONG = {
    "another origin": {"origin": "https://evil.example"},
    "another port": {"origin": "http://testserver:8000"},
    "a subdomain": {"origin": "http://evil.testserver"},
    "another domain": {"host": "evil.example"},
    "another challenge": {"challenge": text(b"x" * 32)},
    "nobody present": {"present": False},
}


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.SHOP_ACCOUNTS = OFFER


@pytest.fixture
def ada():
    user = make_user(email=ADA, is_staff=True, is_superuser=True)
    prove_contacts(user)
    user.phone = give_passkey(user)
    return user


def log_in(authenticator, ceremony=None, request=REQUEST, **overrides):
    ceremony = ceremony or start_passkey_login(request=REQUEST)
    credential = authenticator.get(ceremony["options"], **overrides)
    return take_passkey_login(state=ceremony["state"], credential=credential, request=request)


def take_step(user, authenticator, ceremony=None, **overrides):
    ceremony = ceremony or start_passkey_step(user=user)
    credential = authenticator.get(ceremony["options"], **overrides)
    take_passkey_step(user=user, state=ceremony["state"], credential=credential, request=REQUEST)


def add(user, authenticator, ceremony=None, **overrides):
    ceremony = ceremony or start_passkey(user=user, request=just_logged_in(user))
    credential = authenticator.create(ceremony["options"], **overrides)
    add_passkey(user=user, name="key", state=ceremony["state"], credential=credential, request=REQUEST)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_s13_answers_for_something_else_are_refused(ada, wrong):
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone, **wrong)
    with pytest.raises(PasskeyRefusedError):
        take_step(ada, ada.phone, **wrong)
    with pytest.raises(PasskeyNotAddedError):
        add(ada, Authenticator(), **wrong)
    assert log_in(ada.phone) == ada


def test_s13_alone_a_passkey_must_verify_its_user(ada):
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone, verified=False)
    with pytest.raises(PasskeyNotAddedError):
        add(ada, Authenticator(), verified=False)
    take_step(ada, ada.phone, verified=False)


def test_s13_alone_a_passkey_must_name_its_user(ada):
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone, handle=False)
    take_step(ada, ada.phone, handle=False)
    ada.phone.handle = b"somebody else"
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone)
    with pytest.raises(PasskeyRefusedError):
        take_step(ada, ada.phone)


def test_s13_the_origins_of_the_settings_hold(settings, ada):
    settings.SHOP_ACCOUNTS = OFFER | {"PASSKEY_ORIGINS": ["https://testserver", "android:apk-key-hash:abc"]}
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone)
    for origin in ("https://testserver", "android:apk-key-hash:abc"):
        assert log_in(ada.phone, origin=origin) == ada


def test_s10_an_answer_counts_once(ada):
    phone = give_passkey(ada, counts=False)
    ceremony = start_passkey_login(request=REQUEST)
    credential = phone.get(ceremony["options"])
    assert take_passkey_login(state=ceremony["state"], credential=credential, request=REQUEST) == ada
    with pytest.raises(PasskeyOverError):
        take_passkey_login(state=ceremony["state"], credential=credential, request=REQUEST)
    with pytest.raises(PasskeyRefusedError):
        take_passkey_login(state=start_passkey_login(request=REQUEST)["state"], credential=credential, request=REQUEST)


def test_s10_a_refused_answer_uses_its_challenge_up(ada):
    ceremony = start_passkey_login(request=REQUEST)
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone, ceremony, verified=False)
    with pytest.raises(PasskeyOverError):
        log_in(ada.phone, ceremony)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("counts", [True, False])
def test_s10_an_answer_sent_at_once_counts_once(ada, counts):
    phone = give_passkey(ada, counts=counts)
    ceremony = start_passkey_login(request=REQUEST)
    credential = phone.get(ceremony["options"])
    answers = run_in_threads(
        lambda _: take_passkey_login(state=ceremony["state"], credential=credential, request=REQUEST), range(10)
    )
    assert sum(answer == ada for answer in answers) == 1
    assert sum(isinstance(answer, PasskeyOverError) for answer in answers) == 9


def test_s10_challenges_end_after_minutes(ada, monkeypatch):
    login, step = start_passkey_login(request=REQUEST), start_passkey_step(user=ada)
    adding = start_passkey(user=ada, request=just_logged_in(ada))
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 301)
    with pytest.raises(PasskeyOverError):
        log_in(ada.phone, login)
    with pytest.raises(PasskeyOverError):
        take_step(ada, ada.phone, step)
    with pytest.raises(PasskeyOverError):
        add(ada, Authenticator(), adding)


def test_s10_challenges_are_for_one_purpose_and_user(ada):
    mallory = make_user()
    prove_contacts(mallory)
    phone = give_passkey(mallory)
    with pytest.raises(PasskeyOverError):
        log_in(ada.phone, start_passkey_step(user=ada))
    with pytest.raises(PasskeyOverError):
        take_step(ada, ada.phone, start_passkey_login(request=REQUEST))
    with pytest.raises(PasskeyOverError):
        take_step(ada, ada.phone, start_passkey_step(user=mallory))
    with pytest.raises(PasskeyOverError):
        take_step(mallory, phone, start_passkey_step(user=ada))
    with pytest.raises(PasskeyOverError):
        add(mallory, Authenticator(), start_passkey(user=ada, request=just_logged_in(ada)))


def test_s13_a_passkey_opens_no_other_account(client, ada):
    mallory = make_user()
    phone = give_passkey(mallory)
    with pytest.raises(PasskeyRefusedError):
        take_step(ada, phone)
    phone.handle = ada.phone.handle  # tells that it is Ada's
    with pytest.raises(PasskeyRefusedError):
        log_in(phone)
    phone.id = ada.phone.id
    with pytest.raises(PasskeyRefusedError):
        log_in(phone)


def test_a_known_passkey_is_not_added_again(ada):
    with pytest.raises(PasskeyNotAddedError):
        add(ada, ada.phone)
    mallory = make_user()
    prove_contacts(mallory)
    with pytest.raises(PasskeyNotAddedError):
        add(mallory, ada.phone)
    assert Passkey.objects.get().user == ada
    assert not SecondFactor.objects.on(mallory).exists()


def test_a_copy_is_noticed_and_its_owner_told(committed, ada):
    ada.phone.count = 10
    assert log_in(ada.phone) == ada
    mail.outbox.clear()
    for count in (5, 11, 0):
        with committed(), pytest.raises(PasskeyRefusedError):
            log_in(ada.phone, count=count)
    assert [message.subject for message in mail.outbox] == ["A passkey of your account may have been copied"] * 3
    ada.phone.count = 11
    assert log_in(ada.phone) == ada


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DEACTIVATED])
@pytest.mark.parametrize("switched", ["account", "user"])
def test_s13_accounts_that_are_not_active_are_refused(client, ada, state, switched):
    if switched == "account":
        Account.objects.update(state=state)
    else:
        ada.is_active = False
        ada.save()
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone)
    ceremony = start_passkey_login(request=REQUEST)
    body = {"state": ceremony["state"], "credential": ada.phone.get(ceremony["options"])}
    assert client.post(API + "login/", body, JSON).status_code == 401
    page = client.get(LOGIN)
    credential = json.dumps(ada.phone.get(json.loads(page.context["options"])))
    assert client.post(LOGIN, {"credential": credential}).context["form"].errors
    assert "_auth_user_id" not in client.session


def test_a_removed_passkey_opens_nothing(ada):
    Passkey.objects.all().delete()
    with pytest.raises(PasskeyRefusedError):
        log_in(ada.phone)


def mutations(credential):
    """The answer with each part that matters left out, emptied, or of another kind."""
    yield from ({}, [], "", "{}", "null", "[1]", "not JSON", 1, None, "\x00")
    parts = [(key,) for key in credential] + [("response", key) for key in credential["response"]]
    for part in parts:
        if part[-1] in ("clientExtensionResults", "transports"):
            continue
        for value in (..., None, "", "A", "AAAA", "é", 1, [], {}, "x" * 5000, "\x00"):
            changed = copy.deepcopy(credential)
            holder = changed["response"] if len(part) == 2 else changed
            holder[part[-1]] = value
            if value is ...:
                del holder[part[-1]]
            yield changed


def test_malformed_answers_are_refusals_and_no_faults(settings, ada, monkeypatch):
    monkeypatch.setattr("shop_accounts.services.limits.CHALLENGES_PER_MINUTE", 1000)
    settings.SHOP_ACCOUNTS = OFFER | {"LOGIN_ATTEMPTS_PER_ADDRESS": 1000}
    count = len(list(mutations(ada.phone.get(start_passkey_login(request=REQUEST)["options"]))))
    for number in range(count):
        ceremony = start_passkey_login(request=REQUEST)
        changed = list(mutations(ada.phone.get(ceremony["options"])))[number]
        with pytest.raises(PasskeyRefusedError):
            take_passkey_login(state=ceremony["state"], credential=changed, request=REQUEST)


def test_malformed_keys_are_refusals_and_no_faults(ada):
    count = len(
        list(mutations(Authenticator().create(start_passkey(user=ada, request=just_logged_in(ada))["options"])))
    )
    for number in range(count):
        ceremony = start_passkey(user=ada, request=just_logged_in(ada))
        changed = list(mutations(Authenticator().create(ceremony["options"])))[number]
        with pytest.raises(PasskeyNotAddedError):
            add_passkey(user=ada, name="key", state=ceremony["state"], credential=changed, request=REQUEST)


@pytest.mark.parametrize(("length", "fits"), [(16, True), (1023, True), (1024, False)])
def test_ids_are_as_long_as_the_standard_says(ada, length, fits):
    key = Authenticator()
    key.id = b"x" * length
    if fits:
        add(ada, key)
        take_step(ada, key)
    else:
        with pytest.raises(PasskeyNotAddedError):
            add(ada, key)


@pytest.mark.parametrize("transports", [None, [], ["telepathy"], ["usb"] * 50])
def test_what_a_device_says_of_its_wires_does_not_matter(ada, transports):
    ceremony = start_passkey(user=ada, request=just_logged_in(ada))
    credential = Authenticator().create(ceremony["options"])
    credential["response"]["transports"] = transports
    add_passkey(user=ada, name="key", state=ceremony["state"], credential=credential, request=REQUEST)
    start_passkey_step(user=ada)


@pytest.mark.parametrize("state", ["", "made up", "a:b:c"])
def test_states_that_nobody_signed_are_refused(ada, state):
    ceremony = start_passkey_login(request=REQUEST) | {"state": state}
    with pytest.raises(PasskeyOverError):
        log_in(ada.phone, ceremony)


def test_s20_the_login_is_limited_by_address(settings, ada):
    settings.SHOP_ACCOUNTS = OFFER | {"LOGIN_ATTEMPTS_PER_ADDRESS": 3}
    for _ in range(5):
        assert log_in(ada.phone) == ada  # right ones do not count
    for _ in range(3):
        with pytest.raises(PasskeyRefusedError):
            log_in(Authenticator())
    with pytest.raises(TooManyAttemptsError):
        log_in(ada.phone)
    assert log_in(ada.phone, request=RequestFactory().post("/", REMOTE_ADDR="203.0.113.1")) == ada


def test_s20_the_page_says_how_long_to_wait(settings, client, ada):
    settings.SHOP_ACCOUNTS = OFFER | {"LOGIN_ATTEMPTS_PER_ADDRESS": 1}
    for status in (200, 429):
        client.get(LOGIN)
        answer = client.post(LOGIN, {"credential": "{}"})
        assert answer.status_code == status
    assert int(answer["Retry-After"]) > 0
    assert "There were too many tries" in answer.content.decode()


def test_s20_beginning_a_login_is_limited_by_address(client, ada, monkeypatch):
    monkeypatch.setattr("shop_accounts.services.limits.CHALLENGES_PER_MINUTE", 3)
    assert [client.get(address).status_code for address in (LOGIN, OPTIONS, LOGIN)] == [200, 200, 200]
    page = client.get(LOGIN)
    assert (page.status_code, 0 < int(page["Retry-After"]) <= 60) == (429, True)
    assert "There were too many tries" in page.content.decode()
    assert "options" not in page.context
    refused = client.get(OPTIONS)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert client.post(API + "login/options/").status_code == 429
    assert client.post(LOGIN, {"credential": "{}"}).status_code == 429
    assert client.get("/login/").status_code == 200
    assert client.get(LOGIN, REMOTE_ADDR="203.0.113.1").status_code == 200


def test_s20_the_step_is_limited_by_user(ada):
    for _ in range(10):
        with pytest.raises(PasskeyRefusedError):
            take_step(ada, Authenticator())
    with pytest.raises(TooManyGuessesError):
        take_step(ada, ada.phone)


def test_s20_the_api_is_throttled(settings, client, ada):
    settings.SHOP_ACCOUNTS = OFFER | {"THROTTLE_RATES": {"login": "2/minute", "token": "3/minute", "mfa": "1/minute"}}
    codes = [client.post(API + "login/", {}, JSON).status_code for _ in range(3)]
    assert codes == [400, 400, 429]
    assert [client.post(API + "login/options/").status_code for _ in range(4)] == [200, 200, 200, 429]
    step = "/api/accounts/mfa/passkey/"
    assert [client.post(step + name, {}, JSON).status_code for name in ("options/", "verify/")] == [400, 429]


def test_s15_the_step_takes_the_first_step(client, ada):
    answer = client.post(STEP + "passkey/", {"credential": "{}"})
    assert answer.url == "/login/"
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    page = client.get(STEP)
    credential = json.dumps(ada.phone.get(json.loads(page.context["options"])))
    ada.set_password("another horse battery staple")
    ada.save()
    assert client.post(STEP + "passkey/", {"credential": credential}).url == "/login/"
    assert "_auth_user_id" not in client.session


def test_s15_a_wrong_answer_to_the_step_asks_anew(client, ada):
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    client.get(STEP)
    refused = client.post(STEP + "passkey/", {"credential": "{}"}, follow=True)
    assert refused.redirect_chain[-1][0] == STEP + "?method=passkey"
    assert "This passkey opens no account here" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_s10_the_challenge_of_another_session_does_not_count(client, ada):
    from django.test import Client

    options = json.loads(client.get(LOGIN).context["options"])
    other = Client()
    other.get(LOGIN)
    answer = other.post(LOGIN, {"credential": json.dumps(ada.phone.get(options))})
    assert answer.context["form"].errors
    assert "_auth_user_id" not in other.session


def test_s03_the_login_gives_the_session_a_new_key(client, ada):
    options = json.loads(client.get(LOGIN).context["options"])
    before = client.session.session_key
    client.post(LOGIN, {"credential": json.dumps(ada.phone.get(options))})
    assert client.session.session_key != before


def test_s21_the_login_leads_to_this_host_only(client, ada):
    for hostile in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        options = json.loads(client.get(LOGIN, {"next": hostile}).context["options"])
        answer = client.post(LOGIN, {"credential": json.dumps(ada.phone.get(options)), "next": hostile})
        assert answer.url == "/account/"
        client.post("/logout/")


def test_s23_passkeys_of_others_are_not_found(client, ada):
    passkey = Passkey.objects.get()
    mallory = make_user(email="mallory@example.com")
    client.force_login(mallory)
    page = f"/account/security/passkeys/{passkey.pk}/"
    for address in (page, page + "remove/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "mine", "password": PASSWORD}).status_code == 404
    pair = client.post("/api/token/", {"email": "mallory@example.com", "password": PASSWORD}).json()
    tokens = {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}
    assert client.get(API, **tokens).json() == []
    assert client.patch(f"{API}{passkey.pk}/", {"name": "mine"}, JSON, **tokens).status_code == 404
    assert client.post(f"{API}{passkey.pk}/remove/", {"password": PASSWORD}, JSON, **tokens).status_code == 404
    assert Passkey.objects.get().name == "phone"


@pytest.mark.parametrize("address", ["add/", "create/", "1/", "1/remove/"])
def test_visitors_log_in_first(client, address):
    for answer in (client.get, client.post):
        assert answer(f"/account/security/passkeys/{address}").url.startswith("/login/?next=")
    assert client.get(API).status_code == 401
    assert client.post(API + "options/").status_code == 401


def test_s30_pages_of_passkeys_stand_in_no_cache(client, ada):
    assert "no-store" in client.get(LOGIN)["Cache-Control"]
    client.post("/login/", {"identifier": ADA, "password": PASSWORD})
    assert "no-store" in client.get(STEP)["Cache-Control"]


def test_s06_turning_off_takes_every_passkey_along(ada, client):
    from shop_accounts.services.factors import turn_off

    set_up(ada)
    turn_off(user=ada, kind="passkey", password=PASSWORD, request=REQUEST)
    assert not Passkey.objects.exists()
    assert [factor.kind for factor in SecondFactor.objects.on(ada)] == ["totp"]
