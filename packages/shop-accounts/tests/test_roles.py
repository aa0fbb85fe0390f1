import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from shop_accounts.services.roles import ROLES, roles_of, sync_roles
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
GRANTS = {"agent": ["shop_accounts.view_account"], "manager": ["testapp.add_order", "absent_app.do_it"]}


def permissions_of(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_migrating_makes_the_roles():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


def test_the_project_says_what_a_role_may_do(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": GRANTS}
    call_command("sync_roles")
    assert permissions_of("agent") == {"view_account"}
    assert permissions_of("manager") == {"add_order"}


def test_migrating_grants_what_the_project_says(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": GRANTS}
    call_command("migrate", verbosity=0)
    assert permissions_of("agent") == {"view_account"}


def test_what_staff_granted_stays(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": GRANTS}
    Group.objects.get(name="agent").permissions.add(Permission.objects.get(codename="change_account"))
    for _ in range(2):
        sync_roles()
    assert permissions_of("agent") == {"view_account", "change_account"}


def test_everybody_is_a_client_and_the_highest_role_comes_first(user):
    assert roles_of(user) == ["client"]
    user.groups.add(Group.objects.get(name="agent"))
    assert roles_of(user) == ["agent", "client"]
    assert roles_of(make_user(is_superuser=True))[0] == "administrator"
