from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from PIL import Image

from shop_accounts.identity import find_by_email
from shop_accounts.models import AccountState, Address
from shop_accounts.testing import PASSWORD, make_address, make_user

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"shop_accounts_api:{name}", args=args)


def post(client, name, /, **body):
    return client.post(url(name), body, content_type="application/json")


def picture():
    data = BytesIO()
    Image.new("RGB", (32, 32), "teal").save(data, "PNG")
    return SimpleUploadedFile("me.png", data.getvalue())


def tokens_of(client, user):
    return post(client, "token-obtain", email=user.email_address, password=PASSWORD).json()


@pytest.mark.parametrize("field", ["email", "username", "identifier"])
def test_tokens_are_obtained_by_any_name_of_the_field(client, user, field):
    answer = post(client, "token-obtain", **{field: user.email_address, "password": PASSWORD})
    assert answer.json().keys() == {"access", "refresh"}
    me = client.get(url("me"), headers={"Authorization": f"Bearer {answer.json()['access']}"})
    assert me.json()["email"] == user.email_address


def test_login_takes_an_identifier(client, user):
    answer = post(client, "login", identifier=user.email_address, password=PASSWORD)
    assert answer.json().keys() == {"access", "refresh"}


def test_one_name_is_needed_to_obtain_tokens(client):
    assert post(client, "token-obtain", password=PASSWORD).status_code == 400
    assert post(client, "token-obtain", email="a@b.c", username="a", password=PASSWORD).status_code == 400


@pytest.mark.parametrize("name", ["token-obtain", "login"])
def test_s01_every_refusal_of_tokens_reads_the_same(client, name):
    make_user(email="active@example.com")
    make_user(email="pending@example.com", state=AccountState.PENDING)
    knocks = [("active@example.com", "wrong"), ("pending@example.com", PASSWORD), ("nobody@example.com", PASSWORD)]
    answers = [post(client, name, identifier=email, password=password) for email, password in knocks]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "login_refused"


def test_s01_registering_answers_a_taken_address_like_a_free_one(client, committed):
    make_user(email="taken@example.com")
    with committed():
        answers = [
            post(client, "register", email=email, password=PASSWORD)
            for email in ("taken@example.com", "free@example.com")
        ]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    assert {answer.json().keys() == {"email", "detail"} for answer in answers} == {True}
    assert [message.to[0] for message in mail.outbox] == ["taken@example.com", "free@example.com"]


def test_s23_nobody_registers_with_rights(client):
    post(
        client, "register", email="eve@example.com", password=PASSWORD, is_staff=True, is_superuser=True, state="active"
    )
    eve = find_by_email("eve@example.com").get()
    assert (eve.is_staff, eve.is_superuser, eve.is_active) == (False, False, False)


def test_a_weak_password_is_named_in_the_error_body(client):
    answer = post(client, "register", email="ada@example.com", password="short")
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {"password"}


def test_refresh_gives_a_new_access_token(client, user):
    refresh = tokens_of(client, user)["refresh"]
    access = post(client, "token-refresh", refresh=refresh).json()["access"]
    assert post(client, "token-verify", token=access).status_code == 200


def delete(user):
    user.delete()


def deactivate(user):
    user.shop_account.state = AccountState.DEACTIVATED
    user.shop_account.save()


def switch_off(user):
    user.is_active = False
    user.save()


@pytest.mark.parametrize("end", [delete, deactivate, switch_off])
def test_s17_tokens_of_users_who_are_gone_are_refused_cleanly(client, user, end):
    tokens = tokens_of(client, user)
    end(user)
    answers = [
        post(client, "token-refresh", refresh=tokens["refresh"]),
        post(client, "token-verify", token=tokens["access"]),
        post(client, "token-verify", token=tokens["refresh"]),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "token_not_valid")}


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", ""])
def test_s16_malformed_tokens_are_refused(client, token):
    assert post(client, "token-refresh", refresh=token).status_code in (400, 401)
    assert post(client, "token-verify", token=token).status_code in (400, 401)


def test_s16_an_access_token_refreshes_nothing(client, user):
    access = tokens_of(client, user)["access"]
    assert post(client, "token-refresh", refresh=access).status_code == 401


@pytest.mark.parametrize(("name", "scope"), [("login", "login"), ("token-obtain", "login"), ("register", "register")])
def test_s20_who_knocks_too_often_waits(settings, client, name, scope):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {scope: "2/minute"}}
    answers = [post(client, name) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert answers[-1].json()["retry_after"] > 0


def test_a_scope_without_a_rate_is_not_limited(settings, client):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {}}
    assert {post(client, "login").status_code for _ in range(30)} == {400}


@pytest.fixture
def member(client, user):
    client.force_login(user)
    return client


def patch(client, address, **body):
    return client.patch(address, body, content_type="application/json")


def test_me_tells_name_roles_and_whether_the_address_is_verified(member, user):
    me = member.get(url("me")).json()
    assert me["id"] == str(user.pk)
    assert (me["role"], me["roles"], me["is_verified"]) == ("client", ["client"], False)


def test_me_changes_the_name_and_no_phone(member, user):
    answer = patch(member, url("me"), first_name="Ada", phone="+48512345678")
    assert (answer.json()["first_name"], answer.json()["phone"]) == ("Ada", "")
    user.shop_account.refresh_from_db()
    assert user.shop_account.first_name == "Ada"


def test_me_puts_up_a_photo_and_takes_it_down(member, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert member.get(url("me")).json()["photo"] == "http://testserver/static/shop_accounts/default-photo.svg"
    body = encode_multipart(BOUNDARY, {"photo": picture()})
    answer = member.patch(url("me"), body, content_type=MULTIPART_CONTENT)
    assert "/shop_accounts/photos/" in answer.json()["photo"]
    assert patch(member, url("me"), photo=None).json()["photo"].endswith("default-photo.svg")


def test_registering_takes_a_photo(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.post(url("register"), {"email": "ada@example.com", "password": PASSWORD, "photo": picture()})
    assert find_by_email("ada@example.com").get().shop_account.photo
    evil = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")
    refused = client.post(url("register"), {"email": "eve@example.com", "password": PASSWORD, "photo": evil})
    assert refused.json()["errors"].keys() == {"photo"}


def test_the_link_of_the_mail_activates_by_the_api(client, committed, last_link):
    with committed():
        post(client, "register", email="ada@example.com", password=PASSWORD)
    *_rest, uid, token, _end = last_link().split("/")
    answer = post(client, "activate", uid=uid, token=token)
    me = client.get(url("me"), headers={"Authorization": f"Bearer {answer.json()['access']}"}).json()
    assert (me["email"], me["is_verified"]) == ("ada@example.com", True)
    again = post(client, "activate", uid=uid, token=token)
    assert (again.status_code, again.json()["code"]) == (400, "invalid_link")


def test_s01_the_api_resends_the_link_and_answers_everybody_alike(client, committed):
    make_user(email="ada@example.com", state=AccountState.PENDING)
    with committed():
        answers = [post(client, "resend-activation", email=email) for email in ("ada@example.com", "no@example.com")]
    assert {(answer.status_code, answer.json()["detail"]) for answer in answers} == {
        (202, "Please look into your mail.")
    }
    assert [message.to for message in mail.outbox] == [["ada@example.com"]]


def test_s23_me_changes_no_rights(member, user):
    patch(member, url("me"), is_staff=True, is_superuser=True, role="administrator", is_verified=True, email="x@y.zz")
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.shop_account.is_verified) == (False, False, False)
    assert user.email_address != "x@y.zz"


@pytest.mark.parametrize("name", ["me", "address-list"])
def test_visitors_have_no_account(client, name):
    assert client.get(url(name)).status_code == 401


BODY = {"name": "Ada", "line1": "Prosta 1", "city": "Warszawa", "postal_code": "00-838", "country": "PL"}


def test_addresses_are_kept(member, user):
    home = post(member, "address-list", **BODY).json()
    work = post(member, "address-list", **BODY, label="work", is_default=True).json()
    assert [entry["id"] for entry in member.get(url("address-list")).json()["results"]] == [work["id"], home["id"]]
    changed = patch(member, url("address-detail", home["id"]), line1="Prosta 2").json()
    assert (changed["line1"], changed["city"]) == ("Prosta 2", "Warszawa")
    assert member.post(url("address-make-default", home["id"])).json()["is_default"]
    assert member.delete(url("address-detail", home["id"])).status_code == 204
    assert Address.objects.get(user=user, is_default=True).pk == work["id"]


def test_a_wrong_address_is_refused_by_field(member):
    answer = post(member, "address-list", **{**BODY, "postal_code": "1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_address")
    assert answer.json()["errors"].keys() == {"postal_code"}


def test_addresses_are_searched(member, user):
    make_address(user=user, label="work")
    make_address(user=user, label="home")
    found = member.get(url("address-list"), {"search": "work"}).json()["results"]
    assert [entry["label"] for entry in found] == ["work"]


@pytest.mark.parametrize("method", ["get", "patch", "put", "delete"])
def test_s23_addresses_of_others_are_not_found_in_the_api(member, method):
    foreign = make_address()
    answer = getattr(member, method)(url("address-detail", foreign.pk), content_type="application/json")
    assert answer.status_code == 404
    assert member.post(url("address-make-default", foreign.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 20, 100])
def test_the_address_list_costs_the_same_however_long(member, user, count, django_assert_max_num_queries):
    Address.objects.bulk_create(Address(user=user, name="Ada", line1="Prosta 1", country="PL") for _ in range(count))
    with django_assert_max_num_queries(4):
        answer = member.get(url("address-list"), {"page_size": 100})
    assert (answer.status_code, len(answer.json()["results"])) == (200, count)


def test_the_schema_is_written_without_a_warning():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())
