"""Statements 6 and 8: the change of the e-mail."""

import pytest
from django.core import mail
from django.test import Client

from shop_accounts.services.jwt import tokens_for
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "new@example.com"


@pytest.fixture
def member(client, user):
    client.force_login(user)
    return client


def ask(client, committed, email=NEW, password=PASSWORD):
    with committed():
        return client.post("/account/security/email/", {"email": email, "current_password": password})


def email_now(user):
    user.refresh_from_db()
    return user.email_address


def test_s08_the_e_mail_changes_when_the_new_one_is_proven_and_the_old_one_is_told(member, user, committed, last_link):
    old, there, pair = user.email_address, Client(), tokens_for(user=user)
    there.force_login(user)
    assert ask(member, committed).status_code == 302
    assert ([message.to for message in mail.outbox], email_now(user)) == ([[NEW]], old)
    link = last_link()
    assert NEW in member.get(link).content.decode()
    assert email_now(user) == old
    with committed():
        member.post(link)
    assert email_now(user) == NEW
    assert user.shop_account.__class__.objects.get(pk=user.pk).is_verified
    assert mail.outbox[-1].to == [old]
    assert [each.get("/account/").status_code for each in (member, there)] == [200, 302]
    assert there.get("/api/accounts/me/", headers={"Authorization": f"Bearer {pair['access']}"}).status_code == 401
    assert member.post(link).context["email"] == ""


def test_s06_the_password_is_asked_for(member, committed):
    assert ask(member, committed, password="wrong").context["form"].errors.keys() == {"current_password"}
    assert mail.outbox == []


def test_s08_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(member, user, committed):
    make_user(email="taken@example.com")
    answers = [ask(member, committed, email=email) for email in ("taken@example.com", NEW)]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert mail.outbox[0].subject == "You have an account already"


@pytest.mark.parametrize("end", ["password", "taken", "forged"])
def test_s08_the_link_dies(member, user, committed, last_link, end):
    old = user.email_address
    ask(member, committed)
    link = last_link()
    if end == "password":
        user.set_password("a wholly other password")
        user.save()
    elif end == "taken":
        make_user(email=NEW)
    else:
        link = link[:-3] + "x/"
    Client().post(link)
    assert email_now(user) == old


def test_s08_the_api_asks_for_the_same(member, committed):
    with committed():
        answer = member.post("/api/accounts/change-email/", {"email": NEW, "current_password": PASSWORD})
    assert (answer.status_code, mail.outbox[-1].to) == (202, [NEW])
