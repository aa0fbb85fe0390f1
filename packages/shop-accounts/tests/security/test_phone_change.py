"""Statements 6, 8, 10 and 11: the change of the phone."""

from datetime import timedelta

import pytest
from django.core import mail
from tests.codes import texted_code, wrong
from tests.factors import PHONE, prove_contacts, set_up

from shop_accounts import sms
from shop_accounts.models import Account, CodePurpose, FactorKind
from shop_accounts.services.codes import request_code
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "+48600700800"
CHANGE, CONFIRM, SEND = "/account/phone/", "/account/phone/confirm/", "/account/phone/send/"


@pytest.fixture
def member(client, user):
    prove_contacts(user)
    client.force_login(user)
    return client


@pytest.fixture
def ask(client, committed):
    def post(phone=NEW, password=PASSWORD):
        with committed():
            return client.post(CHANGE, {"phone": phone, "current_password": password})

    return post


def phone_of(user):
    account = Account.objects.get(pk=user.pk)
    return str(account.phone), account.is_phone_proven


def test_s08_the_phone_changes_when_the_new_one_is_proven_and_the_old_contacts_are_told(member, user, ask, committed):
    assert ask().url == CONFIRM
    assert ([text.to for text in sms.outbox], phone_of(user)) == ([NEW], (PHONE, True))
    assert NEW in member.get(CONFIRM).content.decode()
    with committed():
        assert member.post(CONFIRM, {"code": texted_code()}).url == "/account/"
    assert phone_of(user) == (NEW, True)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([user.email_address], "Your phone number was changed")
    assert (sms.outbox[-1].to, "no longer" in sms.outbox[-1].text) == (PHONE, True)
    assert member.get(CONFIRM).url == CHANGE


def test_s06_the_password_is_asked_for(member, user, ask):
    assert ask(password="wrong").context["form"].errors.keys() == {"current_password"}
    assert (sms.outbox, phone_of(user)) == ([], (PHONE, True))
    assert member.get(CONFIRM).url == CHANGE


def test_s08_a_wrong_code_changes_nothing(member, user, ask):
    ask()
    assert member.post(CONFIRM, {"code": wrong(texted_code())}).context["form"].errors.keys() == {"code"}
    assert phone_of(user) == (PHONE, True)


@pytest.mark.parametrize("purpose", [CodePurpose.LOGIN, CodePurpose.VERIFY, CodePurpose.MFA])
def test_s10_a_code_for_something_else_changes_no_phone(member, user, ask, committed, purpose):
    ask()
    with committed():
        request_code(target=NEW, purpose=purpose, user=user)
    assert member.post(CONFIRM, {"code": texted_code()}).context["form"].errors.keys() == {"code"}


def test_s10_the_code_of_another_user_or_phone_changes_no_phone(member, user, ask, committed):
    ask()
    with committed():
        request_code(target="+48600700801", purpose=CodePurpose.PHONE, user=user)
    other_phone = texted_code()
    assert member.post(CONFIRM, {"code": other_phone}).context["form"].errors
    with committed():
        request_code(target="+48600700802", purpose=CodePurpose.PHONE, user=make_user())
    body = {"phone": "+48600700802", "code": texted_code()}
    assert member.post("/api/accounts/change-phone/confirm/", body).json()["code"] == "invalid_code"
    assert phone_of(user) == (PHONE, True)


def test_s11_another_code_takes_its_time(member, ask, committed):
    ask()
    with committed():
        assert "Please wait" in member.post(SEND, follow=True).content.decode()
    assert ask().url == CONFIRM
    assert "Please wait" in member.get(CONFIRM).content.decode()
    assert len(sms.outbox) == 1


def test_s11_who_has_asked_for_codes_to_a_phone_elsewhere_waits_as_well(member, user, ask, committed):
    with committed():
        request_code(target=NEW, purpose=CodePurpose.PHONE, user=make_user())
    assert "Please wait" in ask().content.decode()
    assert member.get(CONFIRM).url == CHANGE


def test_another_code_is_sent(member, settings, ask, committed):
    settings.SHOP_ACCOUNTS = {**settings.SHOP_ACCOUNTS, "CODE_COOLDOWN": timedelta()}
    ask()
    with committed():
        member.post(SEND)
    assert len(sms.outbox) == 2
    assert member.post(CONFIRM, {"code": texted_code()}).url == "/account/"


def test_what_was_typed_is_checked_and_kept(member, ask):
    page = ask("12")
    assert page.context["form"].errors.keys() == {"phone"}
    assert 'value="12"' in page.content.decode()


def test_the_phone_is_taken_away_with_the_password(member, user, ask, committed):
    assert ask("").url == "/account/"
    assert phone_of(user) == ("", False)
    assert [message.subject for message in mail.outbox] == ["Your phone number was changed"]


def test_a_phone_that_gets_the_codes_of_the_second_step_stays(member, user, ask):
    set_up(user, FactorKind.SMS)
    assert "turn them off" in ask("").content.decode()
    assert phone_of(user) == (PHONE, True)


def test_a_shop_that_sends_no_texts_changes_it_at_once_and_unproven(settings, member, user, ask):
    settings.SHOP_ACCOUNTS = {}
    assert ask().url == "/account/"
    assert (phone_of(user), len(mail.outbox)) == ((NEW, False), 1)


def test_saving_the_same_phone_tells_nobody(settings, member, user, ask):
    settings.SHOP_ACCOUNTS = {}
    ask(PHONE)
    assert mail.outbox == []


def test_visitors_are_asked_to_log_in(client):
    assert {client.get(path).url.partition("?")[0] for path in (CHANGE, CONFIRM)} == {"/login/"}


def test_s08_the_api_asks_for_the_same(member, user, committed):
    body = {"phone": NEW, "current_password": PASSWORD}
    with committed():
        assert member.post("/api/accounts/change-phone/", body | {"current_password": "x"}).status_code == 400
        assert member.post("/api/accounts/change-phone/", body).status_code == 202
    answer = member.post("/api/accounts/change-phone/confirm/", {"phone": NEW, "code": texted_code()})
    assert (answer.status_code, phone_of(user)) == (204, (NEW, True))
    assert member.post("/api/accounts/change-phone/", body | {"phone": ""}).status_code == 204
    assert member.get("/api/accounts/me/").json()["phone"] == ""
