from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from shop_accounts.exceptions import InvalidLinkError
from shop_accounts.identity import email_field
from shop_accounts.models import AccountState
from shop_accounts.services.activation import activate, resend_activation
from shop_accounts.signals import account_activated
from shop_accounts.testing import PASSWORD, make_user
from shop_accounts.tokens import activation_tokens, encode_key
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
SUCCESS, INVALID = "/activation-success/", "/activation-invalid/"


@pytest.fixture
def waiting():
    return make_user(state=AccountState.PENDING)


def link_of(user):
    return {"uidb64": encode_key(user), "token": activation_tokens.make_token(user)}


def path_of(user):
    return reverse("shop_accounts:activate", kwargs=link_of(user))


def reload(user):
    return get_user_model().objects.get(pk=user.pk)


def test_the_link_activates_logs_in_and_leads_to_the_success_page(client, waiting):
    path = path_of(waiting)
    assert "<form" in client.get(path).content.decode()
    assert client.post(path).url == SUCCESS
    assert client.get(SUCCESS).status_code == 200
    user = reload(waiting)
    assert user.is_active
    assert user.shop_account.is_active
    assert user.shop_account.is_verified


def test_s02_opening_the_link_activates_nothing(client, waiting):
    client.get(path_of(waiting))
    assert reload(waiting).shop_account.state == AccountState.PENDING
    assert "_auth_user_id" not in client.session


def test_opening_the_link_activates_where_the_project_wants_it(settings, client, waiting):
    settings.SHOP_ACCOUNTS = {"ACTIVATE_ON_GET": True}
    assert client.get(path_of(waiting)).url == SUCCESS
    assert reload(waiting).shop_account.is_active


def test_s02_the_link_works_once(client, waiting):
    path = path_of(waiting)
    client.post(path)
    client.logout()
    assert client.post(path).url == INVALID
    assert client.get(path).url == INVALID
    assert "_auth_user_id" not in client.session


def test_s02_the_link_expires(settings, client, waiting):
    path = path_of(waiting)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(path).url == INVALID


def test_s02_a_change_of_the_e_mail_kills_the_link(waiting):
    link = link_of(waiting)
    setattr(waiting, email_field(), "new@example.com")
    waiting.save()
    with pytest.raises(InvalidLinkError):
        activate(**link)


def test_s02_a_deactivated_account_is_not_activated_by_an_old_link(waiting):
    link = link_of(waiting)
    waiting.shop_account.state = AccountState.DEACTIVATED
    waiting.shop_account.save()
    for stale in (link, link_of(waiting)):
        with pytest.raises(InvalidLinkError):
            activate(**stale)


def test_s02_trying_to_log_in_kills_no_link(client, waiting):
    path = path_of(waiting)
    client.post("/login/", {"identifier": "x", "password": PASSWORD})
    reload(waiting).check_password(PASSWORD)
    assert client.post(path).url == SUCCESS


@pytest.mark.parametrize("key", ["", "!", "bm9uc2Vuc2U", "AAAA", "_w"])
def test_s02_a_malformed_link_is_refused(key):
    with pytest.raises(InvalidLinkError):
        activate(uidb64=key, token="x-y")


@pytest.mark.django_db(transaction=True)
def test_s02_two_clicks_at_once_activate_once():
    waiting = make_user(state=AccountState.PENDING)
    link = link_of(waiting)
    answers = run_in_threads(lambda _: activate(**link), range(4))
    assert sum(isinstance(answer, InvalidLinkError) for answer in answers) == 3


def test_s03_activating_gives_the_session_a_new_key_and_keeps_what_the_visitor_had(client, waiting):
    session = client.session
    session["cart"] = "7"
    session.save()
    before = session.session_key
    client.post(path_of(waiting))
    assert client.session.session_key != before
    assert client.session["cart"] == "7"


def test_activation_tells_the_project_after_the_commit(waiting, committed):
    told = []

    def listen(sender, account, **kwargs):
        told.append(account)

    account_activated.connect(listen)
    with committed():
        activate(**link_of(waiting))
        assert told == []
    account_activated.disconnect(listen)
    assert told == [waiting.shop_account]


def test_an_active_account_confirms_its_address_later(user):
    activate(**link_of(user))
    assert reload(user).shop_account.is_verified


def test_the_dead_end_offers_a_new_link(client):
    assert reverse("shop_accounts:resend-activation") in client.get(INVALID).content.decode()


@pytest.mark.parametrize(
    ("state", "mails"), [(AccountState.PENDING, 1), (AccountState.ACTIVE, 1), (AccountState.DEACTIVATED, 0)]
)
def test_only_who_has_an_address_to_confirm_gets_a_new_link(committed, state, mails):
    make_user(email="ada@example.com", state=state)
    with committed():
        resend_activation(email="ADA@example.com", base_url="https://shop.example")
    assert len(mail.outbox) == mails


def test_a_confirmed_address_gets_no_new_link(committed, user):
    user.shop_account.email_confirmed_at = timezone.now() - timedelta(days=1)
    user.shop_account.save()
    with committed():
        resend_activation(email=user.email_address, base_url="https://shop.example")
    assert mail.outbox == []


def test_s01_resending_answers_everybody_alike(client, user):
    answers = [
        client.post(reverse("shop_accounts:resend-activation"), {"email": email})
        for email in (user.email_address, "nobody@example.com")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/email-confirmation-sent/")}
