from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import authenticate, get_user_model
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.test_registration import filled_in

from shop_accounts.exceptions import NothingScheduledError
from shop_accounts.models import Account, AccountState, DeletionRequest, User
from shop_accounts.services.deactivation import deactivate_account, reactivate_account
from shop_accounts.services.deletion import delete_due_accounts, schedule_deletion
from shop_accounts.services.pruning import delete_unverified_users
from shop_accounts.services.registration import register
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


def sign_up(**fields):
    return register(email="ada@example.com", password=PASSWORD, base_url="https://shop.example", **fields)


def test_the_project_has_our_user_and_no_faults():
    assert get_user_model() is User
    assert run_checks() == []
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


@pytest.mark.parametrize("identifier", ["ada", "ADA", "ada@example.com", "Ada@Example.com"])
def test_the_name_and_the_e_mail_log_in(client, identifier):
    make_user(email="ada@example.com", username="ada")
    assert client.post(LOGIN, {"identifier": identifier, "password": PASSWORD}).url == "/account/"


def test_the_api_logs_in_by_name(client):
    make_user(username="ada")
    for field in ("username", "identifier"):
        assert client.post("/api/token/", {field: "ada", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("identifier", ["ada", "nobody"])
def test_s01_login_by_name_hashes_once(hasher_calls, identifier):
    make_user(username="ada", state=AccountState.PENDING)
    before = hasher_calls()
    authenticate(None, username=identifier, password=PASSWORD)
    assert hasher_calls() - before == 1


def test_registration_fills_in_the_user(committed, client, last_link):
    with committed():
        sign_up(username="ada", first_name="Ada", last_name="Lovelace")
    client.post(last_link())
    ada = User.objects.get()
    assert (ada.username, ada.get_full_name(), ada.is_active) == ("ada", "Ada Lovelace", True)
    assert (ada.shop_account.first_name, ada.shop_account.full_name) == ("", "Ada Lovelace")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_name_is_not_needed():
    assert sign_up().username is None
    assert make_user().username is None


@pytest.mark.parametrize("username", ["ADA", "not@name", "spaced out"])
def test_a_taken_or_malformed_name_is_refused_by_its_field(username):
    make_user(username="ada")
    with pytest.raises(ValidationError) as refusal:
        sign_up(username=username)
    assert list(refusal.value.message_dict) == ["username"]


@pytest.mark.parametrize(
    "fields", [{"email": "ADA@example.com"}, {"username": "ADA"}, {"username": ""}, {"username": "a@b"}]
)
def test_the_database_refuses_doubles_and_malformed_names(fields):
    User.objects.create(email="ada@example.com", username="ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**{"email": "bob@example.com", **fields})


def test_the_managers_find_any_spelling():
    user = User.objects.create_user("Ada@Example.com", PASSWORD)
    assert User.objects.get_by_natural_key("ada@EXAMPLE.com") == user
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_the_command_makes_a_superuser_with_an_account():
    call_command("createsuperuser", interactive=False, email="root@example.com")
    root = User.objects.get()
    assert (root.is_staff, root.is_superuser, Account.objects.get().user) == (True, True, root)


def test_staff_make_and_edit_users(admin_client):
    form = {"email": "ada@example.com", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    admin_client.post("/admin/shop_accounts/user/add/", form)
    ada = User.objects.get(email="ada@example.com")
    assert (ada.shop_account.state, ada.username) == (AccountState.ACTIVE, None)
    assert admin_client.get("/admin/shop_accounts/user/").status_code == 200
    assert admin_client.get(f"/admin/shop_accounts/user/{ada.pk}/change/").status_code == 200
    assert admin_client.get("/admin/shop_accounts/account/").status_code == 200


def test_the_pages_offer_the_name(client):
    assert 'name="username"' in client.get("/register/").content.decode()


def test_me_tells_the_name(client):
    client.force_login(make_user(username="ada", first_name="Ada"))
    me = client.get("/api/accounts/me/").json()
    assert (me["username"], me["first_name"]) == ("ada", "Ada")


@pytest.mark.parametrize("username", ["fuckface", "F.u.c.k", "sh1thead"])
def test_user_names_that_offend_are_refused(username):
    with pytest.raises(ValidationError) as refusal:
        sign_up(username=username)
    assert set(refusal.value.message_dict) == {"username"}


def test_innocent_user_names_are_welcome():
    assert sign_up(username="scunthorpe_dick").pk


def test_s25_our_own_user_is_deleted_with_every_name(committed):
    ada = make_user(email="ada@example.com", username="lovelace", first_name="Ada", last_name="Lovelace")
    schedule_deletion(user=ada)
    DeletionRequest.objects.update(next_attempt_at=timezone.now())
    with committed():
        assert delete_due_accounts() == 1
    rows = [repr(list(model._base_manager.values_list())) for model in apps.get_models()]
    assert [row for row in rows if "lovelace" in row.casefold() or "ada@" in row] == []


def test_a12_the_user_cannot_log_in_until_the_staff_says_so(client):
    ada = make_user(username="ada")
    deactivate_account(user=ada)
    assert client.post(LOGIN, {"identifier": "ada", "password": PASSWORD}).context["form"].errors
    reactivate_account(user=ada)
    assert client.post(LOGIN, {"identifier": "ada", "password": PASSWORD}).url == "/account/"


def test_s27_registrations_go_and_staff_stays():
    for days, fields in ((3, {}), (3, {"is_staff": True}), (1, {})):
        user = make_user(state=AccountState.PENDING, **fields)
        Account.objects.filter(pk=user.pk).update(created_at=timezone.now() - timedelta(days=days))
    assert delete_unverified_users() == 1
    assert User.objects.count() == 2


class Refusing:
    def export(self, user):
        return {}

    def erase(self, user):
        raise NothingScheduledError


def test_staff_deletes_by_the_same_way_and_leaves_no_name_in_the_log(admin_client, committed, mailoutbox):
    ada = make_user(email="ada@example.com")
    with committed():
        admin_client.post(f"/admin/shop_accounts/user/{ada.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=ada.pk).exists()
    assert [message.to for message in mailoutbox] == [["ada@example.com"]]
    assert LogEntry.objects.get(object_id=ada.pk).object_repr == ""


def test_staff_is_told_why_a_user_cannot_be_deleted(admin_client, settings):
    settings.SHOP_ACCOUNTS = {"PERSONAL_DATA": [f"{__name__}.Refusing"]}
    ada = make_user(email="ada@example.com")
    page = admin_client.post(f"/admin/shop_accounts/user/{ada.pk}/delete/", {"post": "yes"}, follow=True)
    assert "No deletion of this account" in page.content.decode()
    assert User.objects.filter(pk=ada.pk).exists()
    assert not LogEntry.objects.exists()


def test_no_crowd_is_deleted_at_once(admin_client):
    form = admin_client.get("/admin/shop_accounts/user/").context["action_form"]
    assert "delete_selected" not in dict(form.fields["action"].choices)


def test_a_bad_e_mail_hides_no_bad_user_name_or_password(client):
    make_user(username="ada")
    body = {"email": "no", "username": "ADA", "password": "short"}
    answer = client.post("/api/accounts/register/", body, "application/json")
    assert answer.json()["errors"].keys() == set(body)
    page = client.post("/register/", filled_in(**body))
    assert page.context["form"].errors.keys() == set(body)


def test_staff_give_no_names_with_links(admin_client, user):
    body = {"email": user.email, "username": "", "first_name": "<b>", "last_name": "www.evil.example"}
    page = admin_client.post(f"/admin/shop_accounts/user/{user.pk}/change/", body)
    assert page.context["adminform"].form.errors.keys() == {"first_name", "last_name"}
