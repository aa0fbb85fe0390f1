import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpResponse
from django.views.generic import View
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from shop_accounts.access import RoleRequiredMixin, role_required
from shop_accounts.api.permissions import RequiresPermission, RequiresRole
from shop_accounts.exceptions import AboveYourRoleError, UnknownRoleError
from shop_accounts.models import AccountState
from shop_accounts.services.roles import (
    ROLES,
    grant_role,
    grantable_roles,
    has_role,
    rank_of,
    revoke_role,
    roles_of,
    sync_roles,
)
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


def test_what_staff_took_away_stays_away(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": GRANTS}
    sync_roles()
    Group.objects.get(name="agent").permissions.clear()
    call_command("migrate", verbosity=0)
    assert permissions_of("agent") == set()
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": {"agent": [*GRANTS["agent"], "shop_accounts.view_address"]}}
    sync_roles()
    assert permissions_of("agent") == {"view_address"}


def test_a_role_that_was_deleted_comes_back_with_its_rights(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": GRANTS}
    sync_roles()
    Group.objects.get(name="agent").delete()
    sync_roles()
    assert permissions_of("agent") == {"view_account"}


def test_everybody_is_a_client_and_the_highest_role_comes_first(user):
    assert roles_of(user) == ["client"]
    user.groups.add(Group.objects.get(name="agent"))
    assert roles_of(user) == ["agent", "client"]
    assert roles_of(make_user(is_superuser=True))[0] == "administrator"


def member_of(role):
    user = make_user(is_superuser=role == "superuser")
    user.groups.add(*Group.objects.filter(name=role))
    return user


LADDER = (*ROLES, "superuser")


def test_each_role_stands_above_the_one_before():
    assert [rank_of(member_of(role)) for role in LADDER] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("role", LADDER)
def test_a_role_includes_those_below(role):
    user = member_of(role)
    assert [has_role(user=user, role=other) for other in ROLES] == [
        LADDER.index(other) <= LADDER.index(role) for other in ROLES
    ]


def test_who_may_not_log_in_has_no_role():
    assert not has_role(user=AnonymousUser(), role="client")
    assert not has_role(user=make_user(state=AccountState.DEACTIVATED), role="client")
    with pytest.raises(UnknownRoleError, match="boss"):
        has_role(user=make_user(), role="boss")


@pytest.mark.parametrize("by", LADDER)
@pytest.mark.parametrize("role", ROLES)
def test_s23_nobody_gives_or_takes_a_role_above_the_own(by, role):
    giver, user = member_of(by), make_user()
    for service in (grant_role, revoke_role):
        if LADDER.index(role) <= LADDER.index(by):
            service(user=user, role=role, by=giver)
        else:
            with pytest.raises(AboveYourRoleError):
                service(user=user, role=role, by=giver)
            assert roles_of(user) == ["client"]


@pytest.mark.parametrize("service", [grant_role, revoke_role])
def test_s23_nobody_changes_the_roles_of_who_stands_higher(service):
    administrator = member_of("administrator")
    with pytest.raises(AboveYourRoleError):
        service(user=administrator, role="agent", by=member_of("manager"))
    assert roles_of(administrator) == ["administrator", "client"]


def test_roles_that_can_be_given_end_with_the_own():
    assert grantable_roles(by=member_of("manager")) == ["agent", "manager"]
    assert grantable_roles(by=make_user()) == []


def test_a_role_opens_the_back_office_and_the_last_one_closes_it():
    root, user = member_of("superuser"), make_user()
    grant_role(user=user, role="agent", by=root)
    grant_role(user=user, role="manager", by=root)
    assert (roles_of(user), user.is_staff) == (["manager", "agent", "client"], True)
    revoke_role(user=user, role="manager", by=root)
    assert user.is_staff
    revoke_role(user=user, role="agent", by=root)
    user.refresh_from_db()
    assert not user.is_staff


def test_there_is_no_other_role():
    with pytest.raises(UnknownRoleError, match="boss"):
        grant_role(user=make_user(), role="boss", by=member_of("superuser"))


@role_required("manager")
def page(request):
    return HttpResponse("in")


class Page(RoleRequiredMixin, View):
    role_required = "manager"

    def get(self, request):
        return HttpResponse("in")


@pytest.mark.parametrize("view", [page, Page.as_view()])
def test_pages_ask_for_a_role(rf, view):
    request = rf.get("/staff/?page=2")
    request.user = member_of("administrator")
    assert view(request).content == b"in"
    request.user = member_of("agent")
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = AnonymousUser()
    assert view(request).url == "/login/?next=/staff/%3Fpage%3D2"


class Endpoint(APIView):
    permission_classes = [RequiresRole]
    role_required = "manager"

    def get(self, request):
        return HttpResponse("in")


class RightEndpoint(Endpoint):
    permission_classes = [RequiresPermission]
    permission_required = "testapp.add_order"


class RightsEndpoint(RightEndpoint):
    permission_required = ("testapp.add_order", "testapp.view_order")


def answer_of(endpoint, user):
    request = APIRequestFactory().get("/")
    force_authenticate(request, user)
    return endpoint.as_view()(request).status_code


def test_endpoints_ask_for_a_role():
    answers = [answer_of(Endpoint, user) for user in (member_of("administrator"), member_of("agent"), None)]
    assert answers == [200, 403, 401]


def test_endpoints_ask_for_a_right():
    user, agent = make_user(), member_of("agent")
    user.user_permissions.add(Permission.objects.get(codename="add_order"))
    assert [answer_of(RightEndpoint, each) for each in (user, agent, None)] == [200, 403, 401]
    assert [answer_of(RightsEndpoint, each) for each in (user, member_of("superuser"))] == [403, 200]


def test_the_rights_of_clients_are_those_of_everybody(settings):
    settings.SHOP_ACCOUNTS = {"ROLE_PERMISSIONS": {"client": ["testapp.view_order"]}}
    sync_roles()
    user = make_user()
    assert user.has_perm("testapp.view_order")
    assert not user.has_perm("testapp.add_order")
    assert not make_user(state=AccountState.DEACTIVATED).has_perm("testapp.view_order")
    assert not AnonymousUser().has_perm("testapp.view_order")


def test_rights_cost_no_query_more_where_clients_have_none(user, django_assert_num_queries):
    with django_assert_num_queries(2):
        user.has_perm("testapp.view_order")
