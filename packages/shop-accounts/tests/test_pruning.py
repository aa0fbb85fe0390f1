from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.testapp.models import Note, Order

from shop_accounts.models import Account, AccountState
from shop_accounts.services.profile import set_photo
from shop_accounts.services.pruning import delete_unverified_users
from shop_accounts.tasks import delete_unverified_users as task
from shop_accounts.testing import make_address, make_user
from shop_core.testing.threads import run_in_threads

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
    assert "Users who would go: 1" in out.getvalue()
    assert len(left()) == 1


def test_s27_the_age_can_be_given_in_days():
    registered(3)
    call_command("delete_unverified_users", "--days", "4", stdout=StringIO())
    assert len(left()) == 1
    call_command("delete_unverified_users", "--days", "2", stdout=StringIO())
    assert left() == set()


def test_s27_a_negative_age_is_refused():
    registered(0)
    with pytest.raises(CommandError, match="negative"):
        call_command("delete_unverified_users", "--days", "-1")
    assert len(left()) == 1


def test_s27_staff_is_spared_in_whatever_state():
    registered(3, is_staff=True)
    registered(3, is_superuser=True)
    assert delete_unverified_users() == 0


def test_s27_whom_a_hidden_relation_points_to_is_spared(admin_user):
    kept = registered(3)
    Note.objects.create(about=kept)
    assert delete_unverified_users() == 0


def test_s27_a_role_alone_spares_nobody():
    registered(3).groups.add(Group.objects.get(name="client"))
    assert delete_unverified_users() == 1


def test_s27_the_photo_goes_along(settings, tmp_path, committed):
    settings.MEDIA_ROOT = tmp_path
    set_photo(account=registered(3).shop_account, photo=ContentFile(b"a picture", "me.png"))
    with committed():
        assert delete_unverified_users() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s27_two_sweeps_at_once_delete_once():
    for _ in range(4):
        registered(3)
    assert sum(run_in_threads(lambda _: delete_unverified_users(), range(3))) == 4
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
