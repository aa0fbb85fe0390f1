import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from shop_accounts.models import AccountState, User, UserSession
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.roles import roles_of
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
NEW = "a wholly other password"
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


@pytest.mark.parametrize("by", ["office", "admin_client"])
def test_s07_staff_change_no_e_mail_since_its_owner_proves_it(request, user, by):
    page, before = f"{LIST}{user.pk}/change/", user.email
    assert request.getfixturevalue(by).post(page, form_of(user, email="eve@example.com")).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.first_name, user.email) == ("Eve", before)


def test_who_is_made_by_staff_gets_an_e_mail(admin_client):
    body = {"email": "new@example.com", "usable_password": "true", "password1": NEW, "password2": NEW}
    admin_client.post(f"{LIST}add/", body)
    assert User.objects.get(email="new@example.com").check_password(NEW)


@pytest.mark.parametrize("wish", [{"usable_password": "true"}, {"usable_password": "false", "unset-password": "yes"}])
def test_s05_a_password_that_staff_set_ends_all_sessions_and_is_mailed(office, committed, user, wish):
    browser, pair = Client(), tokens_for(user=user)
    browser.force_login(user)
    with committed():
        office.post(f"{LIST}{user.pk}/password/", {"password1": NEW, "password2": NEW, **wish})
    user = User.objects.get(pk=user.pk)
    assert user.check_password(NEW) == (wish["usable_password"] == "true")
    assert not UserSession.objects.filter(user=user).exists()
    assert browser.get("/account/").status_code == 302
    assert browser.post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    [told] = [message for message in mail.outbox if message.to == [user.email]]
    assert told.subject == "Your password was changed"
    assert "http://testserver/password-reset/" in told.body
    assert "Network:" not in told.body


def test_staff_who_change_the_own_password_stay_logged_in(office, administrator):
    office.post(f"{LIST}{administrator.pk}/password/", {"password1": NEW, "password2": NEW, "usable_password": "true"})
    assert User.objects.get(pk=administrator.pk).check_password(NEW)
    assert office.get(LIST).status_code == 200
