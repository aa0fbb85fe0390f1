import pytest
from django.contrib.auth.models import Group, Permission

from shop_accounts.models import AccountState, User
from shop_accounts.services.roles import roles_of
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/shop_accounts/user/"
RIGHTS = ("view_user", "change_user", "change_account", "assign_roles", "reset_second_step")


@pytest.fixture
def administrator():
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    user.user_permissions.add(*Permission.objects.filter(codename__in=RIGHTS))
    return user


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def form_of(user, **more):
    return {"email": user.email, "username": "", "first_name": "Eve", "last_name": "", **more}


def test_s23_only_superusers_write_rights(office, admin_client, user):
    boss = Group.objects.create(name="boss")
    grab = {"is_staff": "on", "is_superuser": "on", "groups": [boss.pk], "user_permissions": [1]}
    page = f"{LIST}{user.pk}/change/"
    assert office.post(page, form_of(user, **grab)).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.first_name, user.is_staff, user.is_superuser) == ("Eve", False, False)
    assert not user.groups.exists()
    assert not user.user_permissions.exists()
    assert user.is_active
    admin_client.post(page, form_of(user, **grab))
    assert User.objects.get(pk=user.pk).is_superuser


@pytest.mark.parametrize("page", ["change/", "password/", "delete/"])
def test_s23_nobody_changes_or_deletes_who_stands_higher(office, administrator, page):
    administrator.user_permissions.add(Permission.objects.get(codename="delete_user"))
    root = make_user(is_superuser=True)
    body = form_of(
        root, password1="a wholly other one", password2="a wholly other one", usable_password="true", post="yes"
    )
    assert office.post(f"{LIST}{root.pk}/{page}", body).status_code == 403
    assert User.objects.get(pk=root.pk).check_password("a wholly other one") is False


def test_users_have_the_same_actions_columns_and_filters(office, user):
    waiting = make_user(state=AccountState.PENDING)
    for action, chosen in (("grant_agent", user), ("let_in_selected", waiting), ("log_out_selected", user)):
        answer = office.post(LIST, {"action": action, "_selected_action": [chosen.pk]}, follow=True)
        assert "Done for 1 user" in answer.content.decode()
    assert roles_of(user) == ["agent", "client"]
    assert User.objects.get(pk=waiting.pk).shop_account.is_active
    assert list(office.get(LIST, {"role": "agent"}).context["cl"].queryset) == [user]
    assert user not in office.get(LIST, {"role": "client"}).context["cl"].queryset
    assert list(office.get(LIST, {"second_step": "yes"}).context["cl"].queryset) == []
    assert list(office.get(LIST, {"q": user.email}).context["cl"].queryset) == [user]


@pytest.mark.parametrize("count", [1, 20, 90])
def test_the_list_of_users_costs_the_same_however_long(office, django_assert_num_queries, count):
    users = [make_user() for _ in range(count)]
    Group.objects.get(name="agent").user_set.add(*users)
    office.get(LIST)
    with django_assert_num_queries(11):
        office.get(LIST)
