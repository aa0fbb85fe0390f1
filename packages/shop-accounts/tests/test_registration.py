import time
from html import unescape
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from shop_accounts.identity import find_by_email
from shop_accounts.models import AccountState
from shop_accounts.services.registration import register
from shop_accounts.testing import PASSWORD, make_user
from shop_core.botcheck.honeypot import signer

pytestmark = pytest.mark.django_db
SITE = "https://shop.example"


def sign_up(email="ada@example.com", password=PASSWORD, **fields):
    return register(email=email, password=password, base_url=SITE, **fields)


def filled_in(age=60, **fields):
    """Return the page's form as a person posts it who took ``age`` seconds."""
    with patch("django.core.signing.time.time", return_value=time.time() - age):
        token = signer.sign("form")
    return {"email": "ada@example.com", "password": PASSWORD, "bot_check_token": token, **fields}


def test_who_registers_waits_for_the_confirmation(committed):
    with committed():
        user = sign_up(first_name="Ada", last_name="Lovelace", phone="+48512345678")
    user.refresh_from_db()
    assert not user.is_active
    assert user.shop_account.state == AccountState.PENDING
    assert user.shop_account.full_name == "Ada Lovelace"
    assert str(user.shop_account.phone) == "+48512345678"


def test_the_mail_bears_a_whole_link_as_text_and_html(committed):
    with committed():
        sign_up()
    [message] = mail.outbox
    html, kind = message.alternatives[0]
    assert (message.to, kind) == (["ada@example.com"], "text/html")
    assert f"{SITE}/activate/" in message.body
    assert f"{SITE}/activate/" in html


def test_no_mail_leaves_when_the_registration_is_rolled_back(committed):
    with committed(), pytest.raises(ValidationError):
        sign_up(password="password")
    assert mail.outbox == []


def test_a_weak_password_is_refused_by_its_field():
    with pytest.raises(ValidationError) as refusal:
        sign_up(password="short")
    assert list(refusal.value.message_dict) == ["password"]


@pytest.mark.parametrize("spelling", ["ada@example.com", "ADA@Example.com", " ada@example.com "])
def test_a_taken_address_gets_no_second_user_and_its_owner_is_told(committed, spelling):
    owner = make_user(email="ada@example.com")
    with committed():
        assert sign_up(spelling) is None
    assert find_by_email("ada@example.com").get() == owner
    [message] = mail.outbox
    assert message.subject == "You have an account already"


def test_a_registration_that_was_never_confirmed_is_replaced(committed, client, last_link):
    with committed():
        sign_up(password="a strangers password")
    old_link = last_link()
    with committed():
        sign_up()
    assert client.post(old_link).url == reverse("shop_accounts:activation-invalid")
    assert client.post(last_link()).url == reverse("shop_accounts:activation-success")
    user = find_by_email("ada@example.com").get()
    assert user.check_password(PASSWORD)


def test_s01_the_page_answers_a_taken_address_like_a_free_one(client, committed):
    make_user(email="taken@example.com")
    answers = []
    for email in ("taken@example.com", "free@example.com"):
        with committed():
            answers.append(client.post(reverse("shop_accounts:register"), filled_in(email=email)))
    taken, free = answers
    assert (taken.status_code, taken.url) == (free.status_code, free.url)


@pytest.mark.parametrize("state", [None, *AccountState])
def test_s01_registration_hashes_once_whoever_has_the_address(hasher_calls, state):
    if state:
        make_user(email="ada@example.com", state=state)
    before = hasher_calls()
    sign_up()
    assert hasher_calls() - before == 1


def test_without_activation_the_visitor_is_logged_in_at_once(settings, client, committed):
    settings.SHOP_ACCOUNTS = {"ACTIVATION": "none"}
    with committed():
        assert client.post(reverse("shop_accounts:register"), filled_in()).url == "/account/"
    user = find_by_email("ada@example.com").get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.shop_account.is_active
    assert not user.shop_account.is_verified
    assert len(mail.outbox) == 1


def test_who_is_logged_in_does_not_register(client, user):
    client.force_login(user)
    assert client.get(reverse("shop_accounts:register")).url == "/account/"


def test_a_refused_form_is_shown_again_with_the_reason(client):
    page = client.post(reverse("shop_accounts:register"), filled_in(password="short"))
    assert page.status_code == 200
    assert "too short" in page.content.decode()


@pytest.mark.parametrize(
    "machine", [{"age": 0}, {"age": 90_000}, {"bot_check_token": "forged"}, {"bot_check_website": "x"}]
)
def test_s28_machines_are_refused_with_a_word_to_people(client, machine):
    page = client.post(reverse("shop_accounts:register"), filled_in(**machine))
    assert page.status_code == 200
    (refusal,) = page.context["form"].errors["bot_check"]
    assert refusal in unescape(page.content.decode())
    assert not find_by_email("ada@example.com").exists()


def test_who_registers_may_bring_a_photo(client, settings, tmp_path, committed):
    settings.MEDIA_ROOT = tmp_path
    data = BytesIO()
    Image.new("RGB", (32, 32), "teal").save(data, "PNG")
    with committed():
        client.post(reverse("shop_accounts:register"), filled_in(photo=SimpleUploadedFile("me.png", data.getvalue())))
    assert find_by_email("ada@example.com").get().shop_account.photo_url.startswith("/shop_accounts/photos/")


def test_who_brings_none_has_the_default_picture(client):
    client.post(reverse("shop_accounts:register"), filled_in())
    assert find_by_email("ada@example.com").get().shop_account.photo_url == "/static/shop_accounts/default-photo.svg"


def test_every_field_of_the_page_is_judged_at_once(client):
    page = client.post(reverse("shop_accounts:register"), filled_in(email="no", password="short", first_name="<b>"))
    assert page.context["form"].errors.keys() == {"email", "password", "first_name"}


def test_every_field_of_the_api_is_judged_at_once(client):
    body = {"email": "no", "password": "short", "first_name": "<b>", "last_name": "Lovelace\n"}
    answer = client.post("/api/accounts/register/", body, "application/json")
    assert answer.json()["errors"].keys() == {"email", "password", "first_name"}
    for odd in ([], "text", {"email": ["a"], "password": {"a": 1}, "username": None}):
        assert client.post("/api/accounts/register/", odd, "application/json").status_code == 400


def test_who_fails_the_bot_check_learns_nothing_else(client):
    page = client.post(reverse("shop_accounts:register"), filled_in(age=0, password="short"))
    assert page.context["form"].errors.keys() == {"bot_check"}
