import pytest
from django.core import mail
from django.urls import reverse

from shop_accounts.identity import email_field
from shop_accounts.models import AccountState
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "a wholly other password"


@pytest.fixture
def ask(client, committed):
    def post(email):
        with committed():
            return client.post(reverse("shop_accounts:password-reset"), {"email": email})

    return post


def choose(client, path):
    return client.post(client.get(path).url, {"new_password1": NEW, "new_password2": NEW})


def test_a_forgotten_password_is_replaced(client, ask, user, last_link):
    ask(user.email_address)
    assert choose(client, last_link()).url == reverse("shop_accounts:password-reset-done")
    assert client.post("/login/", {"identifier": user.email_address, "password": NEW}).url == "/account/"


def test_s01_asking_answers_everybody_alike(client, ask, user):
    answers = [ask(email) for email in (user.email_address, "nobody@example.com")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/password-reset/sent/")}
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DEACTIVATED])
def test_who_may_not_log_in_gets_no_link(client, ask, state):
    make_user(email="ada@example.com", state=state)
    ask("ada@example.com")
    assert mail.outbox == []


def test_s04_the_token_leaves_the_address_before_the_form_is_shown(client, ask, user, last_link):
    ask(user.email_address)
    path = last_link()
    assert path.split("/")[-2] not in client.get(path).url


def test_s04_the_link_works_once(client, ask, user, last_link):
    ask(user.email_address)
    choose(client, last_link())
    assert client.get(last_link()).context["validlink"] is False


@pytest.mark.parametrize("change", ["password", "email"])
def test_s04_the_link_dies_with_a_change_of_password_or_e_mail(client, ask, user, last_link, change):
    ask(user.email_address)
    if change == "password":
        user.set_password(PASSWORD)
    else:
        setattr(user, email_field(), "new@example.com")
    user.save()
    assert client.get(last_link()).context["validlink"] is False
