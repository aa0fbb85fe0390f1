"""Statement 1 and the mails: nobody has us mail strangers a link or a text of one's own."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from tests.test_registration import filled_in

from shop_accounts.models import Account
from shop_accounts.services.codes import request_code
from shop_accounts.services.emails import request_email_change
from shop_accounts.services.notices import Event, notify
from shop_accounts.services.profile import update_profile
from shop_accounts.services.registration import register
from shop_accounts.testing import PASSWORD, make_user
from shop_accounts.validators import name_faults, validate_person_name

pytestmark = pytest.mark.django_db
BAD = [
    "http://evil.example click",
    "evil.example",
    "www.evil",
    "EVIL.COM/x",
    "a@evil.example",
    "join t.me/evil",
    "x.com",
    "J.Smith",
    "evil。example",
    "//evil",
    "<b>Ada",
    "Ada>",
    "Ada\nBcc: x",
    "Ada\x00",
    "\u202eadA",
    "Ada\u2028Eve",
]
GOOD = [
    "Ada",
    "J.R.R. Tolkien",
    "O’Neil-Śmigły",
    "Anna Maria",
    "St. John",
    "J.R.",
    "Ph.D.",
    "Ludwig II.",
    "李小龍",
    "علی‌رضا",
    "",
]


@pytest.mark.parametrize("name", BAD)
def test_what_reads_as_a_link_or_as_lines_is_no_name(name):
    with pytest.raises(ValidationError, match="without web addresses"):
        validate_person_name(name)


@pytest.mark.parametrize("name", GOOD)
def test_people_are_called_what_they_are_called(name):
    assert name_faults(first_name=name) == {}


def test_no_way_to_give_a_name_takes_a_link(client, admin_client, user):
    evil = {"first_name": "Hi", "last_name": "http://evil.example click"}
    page = client.post("/register/", filled_in(**evil))
    assert page.context["form"].errors.keys() == {"last_name"}
    answer = client.post("/api/accounts/register/", {"email": "ada@example.com", "password": PASSWORD, **evil})
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"last_name"})
    client.force_login(user)
    page = client.post("/account/", evil)
    assert page.context["form"].errors.keys() == {"last_name"}
    assert page.context["form"]["last_name"].value() == evil["last_name"]
    answer = client.patch("/api/accounts/me/", evil, "application/json")
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"last_name"})
    page = admin_client.post(f"/admin/shop_accounts/account/{user.pk}/change/", evil)
    assert page.context["adminform"].form.errors.keys() == {"last_name"}
    assert Account.objects.get(pk=user.pk).full_name == ""


def test_only_who_has_proven_the_address_is_greeted_by_name(committed):
    with committed():
        register(email="new@example.com", password=PASSWORD, base_url="https://shop.example", first_name="Buy now")
    user = make_user()
    update_profile(account=user.shop_account, first_name="Ada", last_name="")
    Account.objects.filter(pk=user.pk).update(email_confirmed_at=None)
    with committed():
        request_code(target=user.email_address, purpose="verify", user=user)
    Account.objects.filter(pk=user.pk).update(email_confirmed_at="2026-01-01T00:00Z")
    with committed():
        request_email_change(
            user=user,
            email="stranger@example.com",
            current_password=PASSWORD,
            request=RequestFactory().post("/"),
            base_url="https://shop.example",
        )
    for message in mail.outbox:
        for part in (message.body, message.alternatives[0][0]):
            assert "Buy now" not in part
            assert "Ada" not in part
            assert "Hello," in part
    assert len(mail.outbox) == 3
    with committed():
        notify(user=user, event=Event.NEW_DEVICE)
    assert "Hello Ada," in mail.outbox[-1].body
