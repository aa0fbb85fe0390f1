from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from tests.testapp.models import Order

from shop_accounts.models import Account, AccountState
from shop_accounts.services.pruning import delete_unverified_users
from shop_accounts.tasks import delete_unverified_users as task
from shop_accounts.testing import make_address, make_user

pytestmark = pytest.mark.django_db


def registered(days, *, state=AccountState.PENDING, **fields):
    user = make_user(state=state, **fields)
    Account.objects.filter(user=user).update(created_at=timezone.now() - timedelta(days=days))
    return user


def left():
    return set(get_user_model().objects.all())


def test_s27_only_old_registrations_that_were_never_confirmed_go():
    registered(3)
    kept = {
        registered(1),
        registered(3, state=AccountState.ACTIVE),
        registered(3, state=AccountState.DEACTIVATED),
        registered(3, last_login=timezone.now()),
    }
    assert delete_unverified_users() == 1
    assert left() == kept


def test_s27_whom_another_app_knows_is_spared():
    buyer = registered(3)
    Order.objects.create(customer=buyer)
    assert delete_unverified_users() == 0
    assert left() == {buyer}


def test_s27_own_rows_go_along():
    make_address(user=registered(3))
    assert delete_unverified_users() == 1


def test_s27_a_dry_run_changes_nothing():
    registered(3)
    out = StringIO()
    call_command("delete_unverified_users", "--dry-run", stdout=out)
    assert "1 users would go" in out.getvalue()
    assert len(left()) == 1


def test_s27_the_age_can_be_given_in_days():
    registered(3)
    call_command("delete_unverified_users", "--days", "4", stdout=StringIO())
    assert len(left()) == 1
    call_command("delete_unverified_users", "--days", "2", stdout=StringIO())
    assert left() == set()


def test_s27_without_an_age_nobody_goes(settings):
    settings.SHOP_ACCOUNTS = {"UNVERIFIED_MAX_AGE": None}
    registered(300)
    assert delete_unverified_users() == 0


def test_s27_where_no_confirmation_is_asked_nobody_goes(settings):
    settings.SHOP_ACCOUNTS = {"ACTIVATION": "none"}
    registered(300, state=AccountState.ACTIVE)
    task()
    assert len(left()) == 1
