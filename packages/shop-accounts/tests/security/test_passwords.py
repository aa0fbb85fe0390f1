"""Statement 7: which passwords are taken."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from shop_accounts.services.registration import register
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
LONG = "ż" * 40 + " correct horse battery staple "


@pytest.fixture(autouse=True)
def _context(settings):
    validator = {"NAME": "shop_accounts.validators.ContextValidator", "OPTIONS": {"words": ["Acme"]}}
    settings.AUTH_PASSWORD_VALIDATORS = [*settings.AUTH_PASSWORD_VALIDATORS, validator]


def sign_up(password, email="ada.lovelace@example.com", **fields):
    return register(email=email, password=password, base_url="https://shop.example", **fields)


@pytest.mark.parametrize("password", ["aaaabbbb", "correct horse", "  1!aB  x", "zażółć gęślą", LONG, "1!aB" * 32])
def test_s07_eight_or_many_characters_of_any_kind_will_do(password):
    assert sign_up(password).check_password(password)


@pytest.mark.parametrize("password", ["", "1!aBcDe", "password", "iloveyou", "12345678"])
def test_s07_short_and_common_ones_are_refused(password):
    with pytest.raises(ValidationError) as refusal:
        sign_up(password)
    assert list(refusal.value.message_dict) == ["password"]


@pytest.mark.parametrize("other", [LONG.strip(), LONG.upper(), LONG[:64], LONG.replace("ż", "z")])
def test_s07_passwords_are_compared_to_the_letter(client, other):
    user = make_user()
    user.set_password(LONG)
    user.save()
    assert client.post("/login/", {"identifier": user.email_address, "password": other}).status_code == 200
    assert client.post("/login/", {"identifier": user.email_address, "password": LONG}).status_code == 302


@pytest.mark.parametrize("password", ["acme2026!", "ACMEacme1", "Ada.Lovelace", "ada.lovelace99", "example1234"])
def test_s07_names_of_the_shop_and_the_user_are_refused(password):
    with pytest.raises(ValidationError) as refusal:
        sign_up(password)
    assert "little more than a name" in refusal.value.message_dict["password"][0]


@pytest.mark.parametrize("password", ["acme sells good tents", "lovely acmes", "ada and her engine"])
def test_s07_a_name_among_other_words_is_no_harm(password):
    assert sign_up(password, email="bob@shop.example")


def test_s07_the_form_says_so(client):
    assert "8 more characters" in " ".join(password_validators_help_texts())
    validate_password("acme without a user")
