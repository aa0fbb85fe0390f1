import json
import re
import subprocess
import sys

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.authenticator import OFFER, Authenticator, give_passkey
from tests.factors import prove_contacts, set_up, totp

from shop_accounts.models import Account, FactorKind, Passkey, RecoveryCode, SecondFactor, UserSession
from shop_accounts.personal_data import AccountPersonalData
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SECURITY = "/account/security/"
ADD = SECURITY + "passkeys/add/"
CREATE = SECURITY + "passkeys/create/"
LOGIN = "/login/passkey/"
STEP = "/login/second-step/"
API = "/api/accounts/passkeys/"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | OFFER


@pytest.fixture
def ada(client):
    user = make_user(email="ada@example.com", is_staff=True, is_superuser=True)
    prove_contacts(user)
    client.force_login(user)
    return user


@pytest.fixture
def tokens(client, ada):
    pair = client.post("/api/token/", {"email": "ada@example.com", "password": PASSWORD}).json()
    return {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}


def asked(page):
    """What the page asks the browser."""
    return json.loads(page.context["options"])


def add(client, authenticator, name="phone"):
    assert client.post(ADD, {"name": name}).url == CREATE
    return client.post(CREATE, {"credential": json.dumps(authenticator.create(asked(client.get(CREATE))))})


def first_step(client):
    client.post("/logout/")
    return client.post("/login/", {"identifier": "ada@example.com", "password": PASSWORD})


def test_a_passkey_is_added_and_logs_in_alone(client, ada, committed):
    phone = Authenticator()
    with committed():
        shown = add(client, phone).content.decode()
    assert len(re.findall(r"<li>(\w{5}-\w{5})</li>", shown)) == 10
    assert mail.outbox[-1].subject == "Two-step login is on"
    client.post("/logout/")
    assert LOGIN in client.get("/login/").content.decode()
    page = client.get(LOGIN + "?next=/admin/")
    assert "allowCredentials" not in asked(page) or not asked(page)["allowCredentials"]
    answer = json.dumps(phone.get(asked(page)))
    assert client.post(LOGIN, {"credential": answer, "next": "/admin/"}).url == "/admin/"
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.get("/admin/").status_code == 200
    assert UserSession.objects.get().methods == "pop mfa"
    assert client.session["shop_accounts_methods"] == ["pop", "mfa"]
    assert Passkey.objects.get().used_at


def test_passkeys_are_among_the_suggestions_for_the_name(client, ada):
    phone = give_passkey(ada)
    client.post("/logout/")
    page = client.get("/login/?next=/admin/").content.decode()
    assert 'autocomplete="username webauthn"' in page
    assert f'suggest="{LOGIN}options/"' in page
    assert re.search(rf'action="{LOGIN}">.*name="next" value="/admin/">.*name="credential"', page, flags=re.DOTALL)
    answer = client.get(LOGIN + "options/")
    assert "no-store" in answer["Cache-Control"]
    credential = json.dumps(phone.get(answer.json()))
    assert client.post(LOGIN, {"credential": credential, "next": "/admin/"}).url == "/admin/"


def test_what_the_browser_is_asked(client, ada):
    phone = give_passkey(ada)
    client.force_login(ada)
    session = client.session
    session.pop("shop_accounts_step_due")
    session.save()
    client.post(ADD, {"name": "stick"})
    creation = asked(client.get(CREATE))
    assert creation["rp"] == {"name": "Shop", "id": "testserver"}
    assert creation["user"]["name"] == "ada@example.com"
    assert creation["authenticatorSelection"]["residentKey"] == "required"
    assert creation["authenticatorSelection"]["userVerification"] == "required"
    assert len(creation["excludeCredentials"]) == 1
    assert str(ada.pk) not in json.dumps(creation)
    stick = Authenticator()
    client.post(CREATE, {"credential": json.dumps(stick.create(creation))})
    assert stick.handle == phone.handle  # one account on the device
    client.post("/logout/")
    assert asked(client.get(LOGIN))["userVerification"] == "required"
    first_step(client)
    request = asked(client.get(STEP))
    assert [key.get("transports") for key in request["allowCredentials"]] == [["internal", "hybrid"], None]
    assert request["userVerification"] == "preferred"


@pytest.mark.parametrize("verified", [True, False])
def test_a_passkey_is_the_second_step(client, ada, verified):
    phone = give_passkey(ada)
    assert first_step(client).url == STEP
    page = client.get(STEP)
    assert page.context["chosen"]["kind"] == "passkey"
    answer = json.dumps(phone.get(asked(page), verified=verified, handle=False))
    assert client.post(STEP + "passkey/", {"credential": answer}).url == "/account/"
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.session["shop_accounts_methods"] == ["pwd", "pop", "mfa"]


def test_another_way_can_be_chosen(client, ada):
    set_up(ada)
    give_passkey(ada)
    first_step(client)
    assert [way["kind"] for way in client.get(STEP).context["others"]] == ["totp", "recovery"]
    assert client.post(STEP, {"method": "totp", "code": totp()}).url == "/account/"


def test_a_second_passkey_brings_no_new_recovery_codes(client, ada, committed):
    add(client, Authenticator())
    codes = set(RecoveryCode.objects.values_list("digest", flat=True))
    mail.outbox.clear()
    with committed():
        assert add(client, Authenticator(), name="stick").url == SECURITY
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == codes
    assert [message.subject for message in mail.outbox] == ["Your two-step login was changed"]
    page = client.get(SECURITY)
    assert [passkey.name for passkey in page.context["passkeys"]] == ["stick", "phone"]
    assert "not used yet" in page.content.decode()
    assert "passkey" not in [way["kind"] for way in page.context["ways"]]


def test_a_name_is_asked(client, ada):
    page = client.post(ADD, {"name": ""})
    assert list(page.context["form"].errors) == ["name"]
    assert client.get(CREATE).url == ADD
    assert client.post(CREATE, {"credential": "{}"}).url == ADD


def test_without_scripts_the_page_says_so(client, ada):
    client.post(ADD, {"name": "phone"})
    page = client.post(CREATE, {"credential": ""}, follow=True).content.decode()
    assert "Your browser sent no passkey." in page
    assert "Passkeys need JavaScript" in page
    client.post("/logout/")
    assert "Your browser sent no passkey." in str(client.post(LOGIN, {"credential": ""}).context["form"].errors)


def test_contacts_are_proven_first(client, ada, tokens):
    Account.objects.update(email_confirmed_at=None)
    assert client.get(ADD).url == SECURITY
    assert "Prove your contacts first: then you can add a passkey." in client.get(SECURITY).content.decode()
    assert client.post(ADD, {"name": "phone"}).context["form"].errors
    refused = client.post(API + "options/", **tokens)
    assert refused.json()["code"] == "contacts_not_proven"


def test_a_passkey_is_renamed_and_removed(client, ada, committed):
    add(client, Authenticator())
    add(client, Authenticator(), name="stick")
    first, second = Passkey.objects.order_by("pk")
    page = f"{SECURITY}passkeys/{first.pk}/"
    assert client.get(page).context["form"].initial == {"name": "phone"}
    assert client.post(page, {"name": " "}).context["form"].errors
    assert client.post(page, {"name": "telephone"}).url == SECURITY
    assert Passkey.objects.get(pk=first.pk).name == "telephone"
    assert "telephone" in client.get(page + "remove/").content.decode()
    assert client.post(page + "remove/", {"password": "wrong"}).context["form"].errors
    mail.outbox.clear()
    for passkey in (first, second):
        assert SecondFactor.objects.on(ada).count() == 1
        with committed():
            client.post(f"{SECURITY}passkeys/{passkey.pk}/remove/", {"password": PASSWORD})
    assert [message.subject for message in mail.outbox] == ["Your two-step login was changed", "Two-step login is off"]
    assert not Passkey.objects.exists()
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_the_api_adds_names_and_removes(client, ada, tokens):
    phone = Authenticator()
    ceremony = client.post(API + "options/", **tokens).json()
    body = {"name": "phone", "state": ceremony["state"], "credential": phone.create(ceremony["options"])}
    added = client.post(API, body, JSON, **tokens)
    assert (added.status_code, len(added.json()["recovery_codes"])) == (201, 10)
    (passkey,) = client.get(API, **tokens).json()
    assert set(passkey) == {"id", "name", "created_at", "used_at"}
    renamed = client.patch(f"{API}{passkey['id']}/", {"name": "my phone"}, JSON, **tokens)
    assert renamed.json()["name"] == "my phone"
    assert client.patch(f"{API}{passkey['id']}/", {"name": ""}, JSON, **tokens).status_code == 400
    remove = f"{API}{passkey['id']}/remove/"
    assert client.post(remove, {"password": "wrong"}, JSON, **tokens).status_code == 400
    assert client.post(remove, {"password": PASSWORD}, JSON, **tokens).status_code == 204
    assert client.post(remove, {"password": PASSWORD}, JSON, **tokens).json()["code"] == "passkey_gone"


def claims(pair):
    import jwt

    return jwt.decode(pair["access"], options={"verify_signature": False})


def test_the_api_logs_in_by_a_passkey_alone(client, ada):
    phone = give_passkey(ada)
    ceremony = client.post(API + "login/options/").json()
    body = {"state": ceremony["state"], "credential": phone.get(ceremony["options"])}
    pair = client.post(API + "login/", body, JSON).json()
    assert (claims(pair)["amr"], claims(pair)["mfa"]) == (["pop", "mfa"], True)
    assert client.get("/api/accounts/me/", HTTP_AUTHORIZATION=f"Bearer {pair['access']}").status_code == 200


def test_the_api_takes_the_second_step(client, ada):
    phone = give_passkey(ada)
    answer = client.post("/api/token/", {"email": "ada@example.com", "password": PASSWORD}).json()
    assert [way["kind"] for way in answer["methods"]] == ["passkey", "recovery"]
    step = {"challenge": answer["challenge"]}
    ceremony = client.post("/api/accounts/mfa/passkey/options/", step, JSON).json()
    body = step | {"state": ceremony["state"], "credential": phone.get(ceremony["options"])}
    pair = client.post("/api/accounts/mfa/passkey/verify/", body, JSON).json()
    assert claims(pair)["amr"] == ["pwd", "pop", "mfa"]
    assert client.post("/api/accounts/mfa/passkey/verify/", body, JSON).json()["code"] == "passkey_over"


def test_the_api_shows_the_way(client, ada, tokens):
    state = client.get("/api/accounts/mfa/", **tokens).json()
    assert state["possible"] == ["passkey", "totp", "email", "sms"]
    assert client.post("/api/accounts/mfa/passkey/", **tokens).json()["code"] == "unknown_method"
    on = client.post("/api/accounts/mfa/passkey/on/", {"code": "1"}, **tokens)
    assert on.json()["code"] == "unknown_method"


def test_staff_are_led_to_passkeys_and_enter_by_them(settings, client, ada):
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"MFA_REQUIRED_FOR": ["staff"]}
    assert client.get("/admin/").url == SECURITY
    phone = Authenticator()
    add(client, phone)
    client.post("/logout/")
    credential = json.dumps(phone.get(asked(client.get(LOGIN))))
    client.post(LOGIN, {"credential": credential})
    assert client.get("/admin/").status_code == 200


def test_who_is_logged_in_goes_on(settings, client, ada):
    assert client.get(LOGIN).url == "/account/"
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"LOGIN_WHEN_AUTHENTICATED": "switch"}
    bob = make_user()
    phone = give_passkey(bob)
    assert client.post(LOGIN, {"credential": json.dumps(phone.get(asked(client.get(LOGIN))))}).url == "/account/"
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_personal_data_has_the_passkeys(ada):
    give_passkey(ada)
    (passkey,) = AccountPersonalData().export(ada)["security.json"]["passkeys"]
    assert (passkey["name"], passkey["used_at"]) == ("phone", None)
    AccountPersonalData().erase(ada)
    assert not Passkey.objects.exists()


PAGES = [ADD, CREATE, SECURITY + "passkeys/1/", SECURITY + "passkeys/1/remove/", LOGIN, LOGIN + "options/"]
POSTS = [
    *PAGES,
    STEP + "passkey/",
    API,
    *(API + name for name in ("options/", "login/options/", "login/", "1/remove/")),
]
POSTS += [f"/api/accounts/mfa/passkey/{name}/" for name in ("options", "verify")]


@pytest.fixture(params=["switched off", "without a domain", "not installed"])
def absent(request, settings, monkeypatch):
    if request.param == "switched off":
        settings.SHOP_ACCOUNTS = {"MFA_METHODS": ["totp"], "PASSKEY_RP_ID": "testserver"}
    elif request.param == "without a domain":
        settings.SHOP_ACCOUNTS = {"MFA_METHODS": ["passkey", "totp"]}
    else:
        monkeypatch.setitem(sys.modules, "webauthn", None)
        monkeypatch.delitem(sys.modules, "shop_accounts.ceremonies", raising=False)


@pytest.mark.usefixtures("absent")
def test_where_they_are_not_offered_nothing_is_there(client, ada):
    for page in PAGES:
        assert client.get(page).status_code == 404, page
    for address in POSTS:
        assert client.post(address, {"password": PASSWORD}, JSON).status_code == 404, address
    assert client.get(API).status_code == 404
    assert client.patch(API + "1/", {"name": "phone"}, JSON).status_code == 404
    assert "passkey" not in client.get(SECURITY).content.decode().lower()
    assert "passkey" not in client.get("/api/accounts/mfa/").content.decode()
    client.post("/logout/")
    page = client.get("/login/").content.decode().lower()
    assert "passkey" not in page
    assert "webauthn" not in page


@pytest.mark.usefixtures("absent")
def test_who_has_only_passkeys_is_not_let_in_without_a_second_step(client, ada):
    give_passkey(ada)
    assert first_step(client).url == STEP
    page = client.get(STEP)
    assert (page.context["chosen"]["kind"], page.context["others"]) == ("recovery", [])
    RecoveryCode.objects.all().delete()
    assert client.get(STEP).context["chosen"]["kind"] == "recovery"
    client.force_login(ada)
    session = client.session
    session.pop("shop_accounts_step_due")
    session.save()
    assert "Passkeys cannot be used here at the moment." in client.get(SECURITY).content.decode()
    client.post(SECURITY + "passkey/off/", {"password": PASSWORD})
    assert not Passkey.objects.exists()
    assert not SecondFactor.objects.filter(kind=FactorKind.PASSKEY).exists()


def test_the_library_is_not_imported_before_it_is_used():
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "django.setup()\n"
        "from django.core.checks import run_checks\n"
        "from django.urls import get_resolver\n"
        "run_checks(); list(get_resolver().url_patterns)\n"
        "assert 'webauthn' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ({}, []),
        ({"PASSKEY_RP_ID": ""}, ["E009"]),
        ({"PASSKEY_RP_ID": "https://shop.example"}, ["E009"]),
        ({"PASSKEY_RP_ID": "Shop.example"}, ["E009"]),
        ({"PASSKEY_RP_ID": "127.0.0.1"}, ["E009"]),
        ({"PASSKEY_RP_ID": "shop.example", "SITE_URL": "https://shop.example/en/"}, []),
        ({"PASSKEY_RP_ID": "shop.example", "SITE_URL": "https://other.example"}, ["E010"]),
        (
            {"PASSKEY_RP_ID": "shop.example", "PASSKEY_ORIGINS": ["https://www.shop.example", "https://shop.example"]},
            [],
        ),
        ({"PASSKEY_RP_ID": "shop.example", "PASSKEY_ORIGINS": ["android:apk-key-hash:abc"]}, []),
        ({"PASSKEY_RP_ID": "localhost", "PASSKEY_ORIGINS": ["http://localhost:8000"]}, []),
        ({"PASSKEY_RP_ID": "shop.example", "PASSKEY_ORIGINS": ["http://shop.example"]}, ["E010"]),
        ({"PASSKEY_RP_ID": "shop.example", "PASSKEY_ORIGINS": ["https://badshop.example"]}, ["E010"]),
        ({"PASSKEY_RP_ID": "shop.example", "PASSKEY_ORIGINS": ["https://shop.example/", "shop.example"]}, ["E010"] * 2),
        ({"PASSKEY_ORIGINS": "https://testserver"}, ["E003"]),  # which is no list
    ],
)
def test_the_checks_name_what_is_wrong(settings, options, faults):
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | options
    assert [fault.id for fault in run_checks()] == [f"shop_accounts.{fault}" for fault in faults]


def test_the_check_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "webauthn", None)
    (fault,) = run_checks()
    assert (fault.id, fault.hint) == ("shop_accounts.E008", 'pip install "shop-accounts[passkeys]"')


def test_the_security_page_asks_as_often_for_many_as_for_one(client, ada, django_assert_num_queries):
    add(client, Authenticator())
    with CaptureQueriesContext(connection) as queries:
        client.get(SECURITY)
    count = len(queries)
    for number in range(3):
        add(client, Authenticator(), name=str(number))
    with django_assert_num_queries(count):
        client.get(SECURITY)
