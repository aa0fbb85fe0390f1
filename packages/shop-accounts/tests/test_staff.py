"""What staff do to users in the admin; `own_user/test_own_staff.py` has the same with the user model that we ship."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from tests.authenticator import OFFER, give_passkey
from tests.factors import set_up

from shop_accounts.models import Account, AccountState, KnownDevice, Passkey, RecoveryCode, SecondFactor, UserSession
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.roles import roles_of
from shop_accounts.signals import account_activated
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/shop_accounts/account/"
RIGHTS = ("view_account", "change_account", "assign_roles", "reset_second_step")


def make_staff(role="manager", rights=RIGHTS):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def manager():
    return make_staff()


@pytest.fixture
def office(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def act(office, committed):
    def post(action, *users, **more):
        with committed():
            body = {"action": action, "_selected_action": [str(user.pk) for user in users], **more}
            return office.post(LIST, body, follow=True)

    return post


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def state_of(user):
    return Account.objects.get(pk=user.pk).state


def test_staff_let_in_who_waits_for_a_confirmation(act):
    waiting, heard = make_user(state=AccountState.PENDING), []
    account_activated.connect(listen := lambda account, **kwargs: heard.append(account.pk))
    assert "Done for 1 user" in told(act("let_in_selected", waiting))
    account_activated.disconnect(listen)
    user = get_user_model().objects.get(pk=waiting.pk)
    assert (state_of(user), user.is_active, heard) == (AccountState.ACTIVE, True, [user.pk])
    assert not user.shop_account.is_verified


@pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.DEACTIVATED])
def test_who_does_not_wait_is_not_let_in(act, state):
    user = make_user(state=state)
    assert "does not wait" in told(act("let_in_selected", user))
    assert state_of(user) == state


def test_s19_staff_end_all_sessions_of_a_user(act, user, manager):
    browser, pair = Client(), tokens_for(user=user)
    browser.force_login(user)
    act("log_out_selected", user)
    assert browser.get("/account/").status_code == 302
    assert browser.post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    assert not UserSession.objects.filter(user=user).exists()
    assert UserSession.objects.filter(user=manager).exists()


def test_a_lost_second_step_is_reset_after_a_question(act, user, manager, caplog):
    set_up(user)
    browser = Client()
    browser.force_login(user)
    question = act("reset_second_step_of_selected", user)
    assert "Reset the second step at login?" in question.content.decode()
    assert SecondFactor.objects.exists()
    act("reset_second_step_of_selected", user, confirmed="yes")
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert not KnownDevice.objects.filter(user=user).exists()
    assert browser.get("/account/").status_code == 302
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([user.email_address], "Your two-step login was reset")
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id, "reset" in str(entry)) == (manager, str(user.pk), True)
    assert f"{user.pk} was reset by user {manager.pk}" in caplog.text


def test_a_reset_takes_the_passkeys_along(settings, act, user):
    settings.SHOP_ACCOUNTS = OFFER
    give_passkey(user)
    act("reset_second_step_of_selected", user, confirmed="yes")
    assert not Passkey.objects.exists()


def test_nobody_resets_the_own_second_step_in_the_admin(act, manager):
    SecondFactor.objects.create(user=manager, kind="email")
    assert "security page" in told(act("reset_second_step_of_selected", manager, confirmed="yes"))
    assert SecondFactor.objects.exists()


def test_roles_are_given_and_taken(act, user):
    act("grant_agent", user)
    assert roles_of(get_user_model().objects.get(pk=user.pk)) == ["agent", "client"]
    assert "Role taken: agent" in told(act("revoke_agent", user))
    assert roles_of(get_user_model().objects.get(pk=user.pk)) == ["client"]


def actions_of(client):
    form = client.get(LIST).context["action_form"]
    return {name for name, label in form.fields["action"].choices if name} if form else set()


def test_the_list_offers_what_the_rights_and_the_role_allow(office, manager):
    everything = {"let_in_selected", "log_out_selected", "reset_second_step_of_selected"}
    everything |= {"deactivate_selected", "reactivate_selected", "schedule_deletion_of_selected"}
    roles = {"grant_agent", "grant_manager", "revoke_agent", "revoke_manager"}
    assert actions_of(office) == everything | roles
    manager.user_permissions.set(Permission.objects.filter(codename="view_account"))
    assert actions_of(office) == set()


@pytest.mark.parametrize("action", ["grant_administrator", "revoke_administrator"])
def test_s23_a_role_above_the_own_is_no_choice(act, user, action):
    act(action, user)
    assert roles_of(get_user_model().objects.get(pk=user.pk)) == ["client"]


@pytest.mark.parametrize(
    "action", ["let_in_selected", "log_out_selected", "reset_second_step_of_selected", "revoke_agent", "hook_greet"]
)
def test_s23_staff_change_nobody_who_stands_higher(settings, act, action):
    settings.SHOP_ACCOUNTS = {"STAFF_ACTIONS": {"greet": f"{__name__}.Greet"}}
    root = make_user(is_superuser=True, is_staff=True)
    assert "higher role" in told(act(action, root, confirmed="yes"))
    assert Greet.greeted == []


def test_s23_staff_look_at_who_stands_higher_and_change_nothing(office, user):
    root = make_user(is_superuser=True)
    page = f"{LIST}{root.pk}/change/"
    assert office.get(page).status_code == 200
    assert office.post(page, {"first_name": "Eve"}).status_code == 403
    assert office.post(f"{LIST}{user.pk}/change/", {"first_name": "Ada"}).status_code == 302


def test_s08_staff_change_no_phone_since_codes_may_go_there(office, user):
    office.post(f"{LIST}{user.pk}/change/", {"first_name": "Ada", "phone": "+48600700800"})
    account = Account.objects.get(pk=user.pk)
    assert (account.first_name, str(account.phone)) == ("Ada", "")


class Greet:
    greeted = []

    def label(self):
        return "Greet"

    def is_allowed(self, by):
        return by.has_perm("shop_accounts.change_account")

    def run(self, users, by):
        self.greeted.extend(users)
        return len(users)


def test_other_apps_add_actions(settings, act, office, user, manager):
    settings.SHOP_ACCOUNTS = {"STAFF_ACTIONS": {"greet": f"{__name__}.Greet"}}
    act("hook_greet", user)
    assert Greet.greeted.pop() == user
    manager.user_permissions.remove(*Permission.objects.filter(codename="change_account"))
    assert "hook_greet" not in actions_of(office)


def found(client, **query):
    return [account.user for account in client.get(LIST, query).context["cl"].queryset]


def test_users_are_searched_and_filtered(office, manager, user):
    ada = make_user(email="ada@example.com", state=AccountState.PENDING)
    Account.objects.filter(pk=ada.pk).update(last_name="Lovelace")
    root = make_user(is_superuser=True)
    set_up(user)
    for words in ("ADA@example", "lovelace"):
        assert found(office, q=words) == [ada]
    assert found(office, state__exact="pending") == [ada]
    assert found(office, second_step="yes") == [user]
    assert set(found(office, second_step="no")) == {ada, root, manager}
    assert found(office, role="manager") == [manager]
    assert found(office, role="superuser") == [root]
    assert set(found(office, role="client")) == {ada, user}
    assert found(office, created_at__year="1999") == []
    assert set(found(office, email_confirmed_at__isempty="0")) == {user}


@pytest.mark.parametrize("count", [1, 20, 90])
def test_the_list_of_accounts_costs_the_same_however_long(office, django_assert_num_queries, count):
    user_model, group = get_user_model(), Group.objects.get(name="agent")
    users = user_model.objects.bulk_create(user_model(email_address=f"{i}@example.com") for i in range(count))
    Account.objects.bulk_create(Account(user=user) for user in users)
    group.user_set.add(*users)
    office.get(LIST)
    with django_assert_num_queries(11):
        office.get(LIST)
