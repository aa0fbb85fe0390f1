"""What stands in mails whoever caused them: users, staff, tasks."""

import re

import pytest
from django.core import mail
from django.core.checks import run_checks
from tests.factors import set_up

from shop_accounts.models import AccountState
from shop_accounts.notices import Event
from shop_accounts.services.codes import request_code
from shop_accounts.services.deactivation import deactivate_account
from shop_accounts.services.deletion import schedule_deletion
from shop_accounts.services.notices import notify
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/shop_accounts/account/"
BARE = re.compile(r'(?m)href="(?!https?://)|^/')
"""A link without its host."""


def parts():
    return [part for message in mail.outbox for part in (message.body, message.alternatives[0][0])]


@pytest.mark.parametrize("action", ["reactivate_selected", "reset_second_step_of_selected"])
@pytest.mark.parametrize(
    ("site", "base"), [("", "http://testserver"), ("https://shop.example/", "https://shop.example")]
)
def test_what_staff_caused_has_a_whole_link(settings, admin_client, committed, action, site, base):
    settings.SHOP_ACCOUNTS = {"SITE_URL": site}
    user = make_user(state=AccountState.DEACTIVATED if action == "reactivate_selected" else AccountState.ACTIVE)
    set_up(user)
    with committed():
        admin_client.post(LIST, {"action": action, "_selected_action": [user.pk], "confirmed": "yes"})
    assert len(mail.outbox) == 1
    for part in parts():
        assert f"{base}/password-reset/" in part


def test_what_nobodys_request_caused_has_no_dead_link(user, committed):
    with committed():
        for event in Event:
            notify(user=user, event=event)
        schedule_deletion(user=user)
        deactivate_account(user=user)
        request_code(target=user.email_address, purpose="mfa", user=user)
    assert len(mail.outbox) == len(Event) + 3
    assert not [part for part in parts() if BARE.search(part)]
    assert "on our login page" in mail.outbox[0].body


def test_what_tasks_caused_leads_to_the_shop(settings, user, committed):
    settings.SHOP_ACCOUNTS = {"SITE_URL": "https://shop.example"}
    with committed():
        notify(user=user, event=Event.REACTIVATED)
        schedule_deletion(user=user)
    for part in parts():
        assert "https://shop.example/" in part


def test_a_shop_in_production_says_where_it_is(settings):
    assert "shop_accounts.W003" in {message.id for message in run_checks(include_deployment_checks=True)}
    settings.SHOP_ACCOUNTS = {"SITE_URL": "https://shop.example"}
    assert "shop_accounts.W003" not in {message.id for message in run_checks(include_deployment_checks=True)}
