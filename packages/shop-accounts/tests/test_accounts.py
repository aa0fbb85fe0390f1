from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, transaction

from shop_accounts.models import Account, AccountState
from shop_accounts.models.accounts import MOVES
from shop_accounts.services.backfill import backfill_accounts
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db


def test_every_new_user_has_an_account():
    user = get_user_model().objects.create(email_address="ada@example.com")
    assert user.shop_account.state == AccountState.ACTIVE


def test_a_user_made_inactive_by_staff_waits_for_nothing():
    user = get_user_model().objects.create(email_address="ada@example.com", is_active=False)
    assert user.shop_account.state == AccountState.DEACTIVATED


def test_the_command_of_django_makes_a_user_with_an_account():
    call_command("createsuperuser", interactive=False, email_address="root@example.com")
    assert Account.objects.get().state == AccountState.ACTIVE


def test_fixtures_bring_their_accounts_along(tmp_path):
    user = make_user(state=AccountState.DEACTIVATED)
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "testapp", "shop_accounts", output=str(dump))
    get_user_model().objects.all().delete()
    call_command("loaddata", str(dump), verbosity=0)
    assert Account.objects.get(pk=user.pk).state == AccountState.DEACTIVATED


def test_users_from_before_the_installation_are_given_accounts():
    user_model = get_user_model()
    user_model.objects.bulk_create(user_model(email_address=f"{i}@example.com", is_active=i % 2) for i in range(1000))
    out = StringIO()
    call_command("backfill_accounts", stdout=out)
    assert "Accounts made: 1000" in out.getvalue()
    assert Account.objects.filter(state=AccountState.ACTIVE).count() == 500
    assert backfill_accounts() == 0


def test_the_moves_of_an_account_are_these():
    assert {(state, target) for state, targets in MOVES.items() for target in targets} == {
        ("pending", "active"),
        ("active", "deactivated"),
        ("deactivated", "active"),
    }


def test_the_database_knows_no_other_state(user):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=user.pk).update(state="asleep")
