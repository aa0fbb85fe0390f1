"""Statements 17, 18, 25 and 26: who takes a break, and who leaves for good, by their number."""

import io
import json
import re
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as project
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation
from PIL import Image
from tests.factors import age_logins
from tests.testapp.models import Order
from tests.testapp.personal_data import OrderPersonalData

from shop_accounts import tasks
from shop_accounts.exceptions import NotActiveError, NotDeactivatedError, NothingScheduledError
from shop_accounts.models import Account, AccountState, DeletionRequest, DeletionState, UserSession
from shop_accounts.services import deletion
from shop_accounts.services.deactivation import deactivate_account, reactivate_account
from shop_accounts.services.deletion import (
    cancel_deletion,
    delete_account,
    delete_due_accounts,
    queue_due_accounts,
    schedule_deletion,
    sweep_overdue_accounts,
)
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.profile import set_photo
from shop_accounts.signals import account_deactivated, account_deleted, account_deletion_scheduled
from shop_accounts.testing import PASSWORD, make_address, make_user
from shop_core.exceptions import ShopError
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
DELETION, EXPORT, DEACTIVATE = "/account/deletion/", "/account/export/", "/account/deactivate/"
API = "/api/accounts/"


@pytest.fixture(autouse=True)
def _orders_are_personal(settings, tmp_path):
    settings.SHOP_ACCOUNTS = {
        "PERSONAL_DATA": ["tests.testapp.personal_data.OrderPersonalData"],
        "SITE_URL": "https://shop.example",
    }
    settings.MEDIA_ROOT = tmp_path
    yield
    OrderPersonalData.fault = None


@pytest.fixture
def heard():
    """What the signals told."""
    facts = []

    def listen(sender, signal, **kwargs):
        facts.append((signal, kwargs))

    signals = (account_deactivated, account_deletion_scheduled, account_deleted)
    for signal in signals:
        signal.connect(listen)
    yield facts
    for signal in signals:
        signal.disconnect(listen)


def log_in(user, **headers):
    client = Client()
    client.post("/login/", {"identifier": user.email_address, "password": PASSWORD}, **headers)
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


def bearer(pair):
    return {"Authorization": f"Bearer {pair['access']}"}


def picture():
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return ContentFile(file.getvalue(), name="me.png")


def due(user, since=timedelta()):
    """Schedule a deletion whose time has been up since then."""
    request = schedule_deletion(user=user, base_url="https://shop.example")
    moment = timezone.now() - since
    DeletionRequest.objects.filter(pk=request.pk).update(due_at=moment, next_attempt_at=moment)
    return request


def gone(user):
    return not get_user_model().objects.filter(pk=user.pk).exists()


def archive_of(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


# Deactivation


def test_s18_a_deactivated_account_is_logged_out_everywhere_and_keeps_its_data(user, committed, heard):
    here, there, pair = log_in(user), log_in(user), tokens_for(user=user)
    address = make_address(user=user)
    with committed():
        assert here.post(DEACTIVATE, {"password": PASSWORD}).url == "/account/deactivated/"
    assert [is_in(here), is_in(there)] == [False, False]
    assert not Session.objects.exclude(session_key=here.session.session_key).exists()
    for path, body in (
        ("/api/token/refresh/", {"refresh": pair["refresh"]}),
        ("/api/token/verify/", {"token": pair["refresh"]}),
        ("/api/token/verify/", {"token": pair["access"]}),
    ):
        assert Client().post(path, body).status_code == 401
    user.refresh_from_db()
    assert (user.shop_account.state, user.is_active) == (AccountState.DEACTIVATED, False)
    assert list(user.shop_addresses.all()) == [address]
    assert [message.subject for message in mail.outbox] == ["Your account is deactivated"]
    assert [signal for signal, _ in heard] == [account_deactivated]
    assert here.get("/account/deactivated/").status_code == 200


def test_s18_reactivation_revives_no_session_token_or_code(user, committed):
    client, pair = log_in(user), tokens_for(user=user)
    cookies = dict(client.cookies)
    deactivate_account(user=user)
    UserSession.objects.create(  # of a login that was faster than the deactivation
        user=user, kind="tokens", token="x", stamp="x", expires_at=timezone.now() + timedelta(days=1)
    )
    with committed():
        reactivate_account(user=user)
    client.cookies.load({name: morsel.value for name, morsel in cookies.items()})
    assert not is_in(client)
    assert Client().post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    assert Client().get("/api/accounts/me/", headers=bearer(pair)).status_code == 401
    assert not UserSession.objects.exists()
    assert is_in(log_in(user))
    assert mail.outbox[-1].subject == "Your account is active again"


def test_s18_only_active_accounts_are_deactivated_and_only_deactivated_ones_activated():
    with pytest.raises(NotActiveError):
        deactivate_account(user=make_user(state=AccountState.PENDING))
    for state in (AccountState.PENDING, AccountState.ACTIVE):
        with pytest.raises(NotDeactivatedError):
            reactivate_account(user=make_user(state=state))


@pytest.mark.parametrize("path", [DEACTIVATE, DELETION])
def test_s06_a_wrong_password_changes_nothing(user, path):
    page = log_in(user).post(path, {"password": "wrong"})
    assert page.context["form"].errors.keys() == {"password"}
    assert Account.objects.get().is_active
    assert not DeletionRequest.objects.exists()


@pytest.mark.parametrize("path", ["deactivate/", "deletion/"])
def test_s06_the_api_asks_for_the_password(client, user, path):
    headers = bearer(tokens_for(user=user))
    for body in ({}, {"password": "wrong"}):
        assert client.post(API + path, body, headers=headers).json()["code"] == "wrong_password"
    assert client.post(API + path, {"password": PASSWORD}).status_code == 401


@pytest.mark.parametrize("path", [DEACTIVATE, DELETION, EXPORT])
def test_s06_who_has_no_password_needs_a_recent_login(user, path):
    client = log_in(user)
    user.set_unusable_password()
    user.save()
    session = UserSession.objects.get()
    session.stamp = user.get_session_auth_hash()
    session.save()
    client.force_login(user)
    age_logins(minutes=6)
    page = client.get(path)
    assert "password" not in page.context["form"].fields
    assert f"/account/security/prove/?next={path}" in page.content.decode()
    assert client.post(path).context["form"].non_field_errors()
    age_logins(minutes=4)
    assert "security/prove/" not in client.get(path).content.decode()
    answer = client.post(path)
    assert archive_of(answer).namelist() if path == EXPORT else answer.status_code == 302


def test_deactivation_by_the_api(client, user):
    pair = tokens_for(user=user)
    assert client.post(f"{API}deactivate/", {"password": PASSWORD}, headers=bearer(pair)).status_code == 204
    assert client.get(f"{API}me/", headers=bearer(pair)).status_code == 401


# Scheduling


def test_s25_the_deletion_is_scheduled_mailed_and_shown(user, committed, heard):
    client = log_in(user)
    with committed():
        assert client.post(DELETION, {"password": PASSWORD}).url == DELETION
    request = DeletionRequest.objects.get()
    assert timedelta(days=29, hours=23) < request.due_at - timezone.now() <= timedelta(days=30)
    page = client.get(DELETION).content.decode()
    assert re.search(r"data-days>(30|29)</dd>", page)
    assert f'datetime="{timezone.localtime(request.due_at).isoformat()}"' in page
    assert "Keep my account" in page
    assert "will be deleted" in client.get("/account/data/").content.decode()
    assert mail.outbox[-1].subject.startswith("Your account will be deleted on")
    assert "https://shop.example/account/deletion/" in mail.outbox[-1].body
    assert heard[-1][1]["due_at"] == request.due_at


def test_s25_asked_for_again_the_clock_begins_anew(user):
    request = schedule_deletion(user=user)
    DeletionRequest.objects.update(
        due_at=timezone.now() + timedelta(days=1), reminded_at=timezone.now(), attempts=3, failure="x"
    )
    again = schedule_deletion(user=user)
    assert (again.pk, again.attempts, again.failure, again.reminded_at) == (request.pk, 0, "", None)
    assert again.due_at - timezone.now() > timedelta(days=29)
    assert DeletionRequest.objects.count() == 1


def test_s25_cancelling_asks_for_nothing_and_is_told(user, committed):
    client = log_in(user)
    schedule_deletion(user=user)
    with committed():
        assert client.post(f"{DELETION}cancel/").url == DELETION
    assert DeletionRequest.objects.get().state == DeletionState.CANCELLED
    assert mail.outbox[-1].subject == "Your account stays"
    assert "No deletion" in client.post(f"{DELETION}cancel/", follow=True).content.decode()


def test_s25_by_the_api(client, user):
    headers = bearer(tokens_for(user=user))
    assert client.get(f"{API}deletion/", headers=headers).json()["code"] == "nothing_scheduled"
    answer = client.post(f"{API}deletion/", {"password": PASSWORD}, headers=headers)
    assert answer.status_code == 202
    told = client.get(f"{API}deletion/", headers=headers).json()
    assert told.keys() == {"id", "scheduled_at", "due_at", "seconds_left"}
    assert told["id"] == answer.json()["id"] == str(DeletionRequest.objects.get().public_id)
    assert told["seconds_left"] > 29 * 86400
    assert client.delete(f"{API}deletion/", headers=headers).status_code == 204
    assert client.delete(f"{API}deletion/", headers=headers).status_code == 404


def test_s25_who_waits_for_confirmation_schedules_nothing():
    with pytest.raises(NotActiveError):
        schedule_deletion(user=make_user(state=AccountState.PENDING))


def test_s25_the_day_before_is_told_once(user, committed):
    request = due(user, -timedelta(days=2))
    for _ in range(2):
        with committed():
            queue_due_accounts()
    assert [message.subject.split(":")[0] for message in mail.outbox].count("Reminder") == 1
    DeletionRequest.objects.filter(pk=request.pk).update(reminded_at=None)
    with committed():
        call_command("delete_due_accounts", stdout=StringIO())
    assert len(mail.outbox) == 2


def test_s25_the_mails_of_the_jobs_speak_the_language_of_the_user(user, committed):
    with committed(), translation.override("pl"):
        schedule_deletion(user=user)
    DeletionRequest.objects.update(due_at=timezone.now() + timedelta(days=1))
    with committed():
        queue_due_accounts()
    DeletionRequest.objects.update(next_attempt_at=timezone.now())
    with committed():
        assert delete_due_accounts() == 1
    assert [message.subject for message in mail.outbox if "account" in message.subject] == []
    assert len(mail.outbox) == 3


def test_s25_no_reminder_where_none_is_wanted(user, committed, settings):
    settings.SHOP_ACCOUNTS = {"DELETION_REMINDER": None}
    due(user, -timedelta(days=2))
    with committed():
        queue_due_accounts()
    assert mail.outbox == []


def test_s25_the_page_says_what_holds_it_back(user):
    client = log_in(user)
    due(user)
    DeletionRequest.objects.update(failure="orders_under_way")
    page = client.get(DELETION).content.decode()
    assert "something holds it back" in page
    assert "It was due on" in page
    assert "Until then everything works as before" not in page
    assert "Keep my account" in page


def test_s25_the_page_links_to_the_policies_that_are_set(user, settings):
    client = log_in(user)
    assert "Privacy policy" not in client.get(DELETION).content.decode()
    settings.SHOP_ACCOUNTS = {"PRIVACY_URL": "/privacy/", "TERMS_URL": "/terms/"}
    page = client.get(DELETION).content.decode()
    assert 'href="/privacy/"' in page
    assert 'href="/terms/"' in page


# Carrying it out


def test_s25_nothing_is_due_before_the_time_is_up(user):
    request = schedule_deletion(user=user)
    assert delete_due_accounts() == 0
    assert not delete_account(pk=request.pk)
    assert not gone(user)


def test_s25_a_due_account_goes_with_files_and_says_goodbye(user, committed, heard, settings, tmp_path):
    set_photo(account=user.shop_account, photo=picture())
    log_in(user)
    tokens_for(user=user)
    make_address(user=user)
    Order.objects.create(customer=user)
    key, address = str(user.pk), user.email_address
    with committed():
        due(user)
    with committed():
        assert delete_due_accounts() == 1
        assert delete_due_accounts() == 0
    assert gone(user)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert (Account.objects.count(), UserSession.objects.count(), Session.objects.count()) == (0, 0, 0)
    request = DeletionRequest.objects.get()
    assert (request.user, request.state, request.photo, request.failure) == (None, DeletionState.DONE, "", "")
    assert mail.outbox[-1].subject == "Your account is deleted"
    assert mail.outbox[-1].to == [address]
    assert heard[-1] == (account_deleted, {"user_key": key})


def test_s17_tokens_of_a_deleted_account_are_refused_and_break_nothing(user):
    pair = tokens_for(user=user)
    due(user)
    delete_due_accounts()
    client = Client()
    assert client.post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    assert client.post("/api/token/verify/", {"token": pair["refresh"]}).status_code == 401
    assert client.get("/api/accounts/me/", headers=bearer(pair)).status_code == 401


class UnwillingError(ShopError):
    code = "unwilling"


@pytest.mark.parametrize(("fault", "code"), [(RuntimeError("Ada"), "RuntimeError"), (UnwillingError(), "unwilling")])
def test_s25_an_app_that_fails_leaves_the_account_whole_and_is_asked_again(user, fault, code):
    set_photo(account=user.shop_account, photo=picture())
    order, address = Order.objects.create(customer=user), make_address(user=user)
    request = due(user)
    OrderPersonalData.fault = fault
    assert delete_due_accounts() == 0
    account = Account.objects.get()
    assert account.photo.storage.exists(account.photo.name)
    assert (list(Order.objects.all()), list(user.shop_addresses.all())) == ([order], [address])
    request.refresh_from_db()
    assert (request.state, request.attempts, request.failure) == (DeletionState.SCHEDULED, 1, code)
    assert timedelta(minutes=14) < request.next_attempt_at - timezone.now() <= timedelta(minutes=15)
    assert delete_due_accounts() == 0
    OrderPersonalData.fault = None
    DeletionRequest.objects.update(next_attempt_at=timezone.now())
    assert delete_due_accounts() == 1
    assert gone(user)


def test_s25_the_pauses_between_attempts_grow_to_a_day(user):
    request = due(user)
    OrderPersonalData.fault = RuntimeError()
    DeletionRequest.objects.update(attempts=50)
    delete_account(pk=request.pk)
    request.refresh_from_db()
    assert timedelta(hours=23) < request.next_attempt_at - timezone.now() <= timedelta(days=1)


def test_s25_who_was_held_back_can_still_stay(user):
    due(user)
    OrderPersonalData.fault = RuntimeError()
    delete_due_accounts()
    cancel_deletion(user=user)
    DeletionRequest.objects.update(next_attempt_at=timezone.now())
    OrderPersonalData.fault = None
    assert delete_due_accounts() == 0
    assert not gone(user)


def test_s25_files_that_the_storage_keeps_are_tried_again(user, committed, monkeypatch):
    set_photo(account=user.shop_account, photo=picture())
    photo = user.shop_account.photo
    due(user)

    def refuse(self, name):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(
            type(photo.storage._wrapped if hasattr(photo.storage, "_wrapped") else photo.storage), "delete", refuse
        )
        with committed():
            assert delete_due_accounts() == 1
    assert photo.storage.exists(photo.name)
    assert DeletionRequest.objects.get().photo == photo.name
    sweep_overdue_accounts()
    assert not photo.storage.exists(photo.name)
    assert DeletionRequest.objects.get().photo == ""


def test_s25_the_admin_log_forgets_the_person(user, admin_user):
    account = user.shop_account
    account.first_name, account.last_name = "Ada", "Lovelace"
    account.save()
    address = make_address(user=user)
    log = {"user": admin_user, "action_flag": 2}
    for record in (user, account, address):
        LogEntry.objects.create(object_id=record.pk, object_repr=str(record), content_type_id=type_of(record), **log)
    LogEntry.objects.create(object_id="9", object_repr="x", change_message=f"told {user.email_address}", **log)
    kept = LogEntry.objects.create(object_id="9", object_repr="Bob", **log)
    due(user)
    delete_due_accounts()
    texts = LogEntry.objects.exclude(pk=kept.pk).values_list("object_repr", "change_message")
    assert list(texts) == [("", "")] * 4
    assert LogEntry.objects.get(pk=kept.pk).object_repr == "Bob"


def type_of(record):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(record).pk


def test_s25_all_our_tables_forget_the_person(user):
    """The scan over every table of every app stands in the example project."""
    from django.apps import apps

    account = user.shop_account
    account.first_name, account.last_name, account.phone = "Ada", "Lovelace", "+48601234567"
    account.proven_phone = account.phone
    account.save()
    make_address(user=user, name="Ada Lovelace")
    client = log_in(user)
    client.post("/api/accounts/otp/request/", {"target": user.email_address, "purpose": "login"})
    client.post("/api/accounts/otp/request/", {"target": "+48601234567", "purpose": "verify"})
    due(user)
    delete_due_accounts()
    rows = [repr(list(model._base_manager.values_list())) for model in apps.get_models()]
    assert [row for row in rows if "Ada" in row or user.email_address in row or "48601234567" in row] == []


# Workers


def test_s26_the_beat_job_queues_one_task_for_each_due_account(committed):
    users = [make_user() for _ in range(3)]
    for each in users:
        due(each)
    waiting = make_user()
    schedule_deletion(user=waiting)
    with committed():
        tasks.delete_due_accounts()
    assert [gone(each) for each in [*users, waiting]] == [True, True, True, False]


def test_s26_the_sweeper_does_without_a_queue_what_nobody_has_tried(user):
    fresh = make_user()
    due(fresh, timedelta(minutes=30))
    due(user, timedelta(hours=2))
    tasks.sweep_overdue_accounts()
    assert [gone(user), gone(fresh)] == [True, False]


def test_s26_the_command_needs_no_queue(user):
    due(user)
    out = StringIO()
    call_command("delete_due_accounts", stdout=out)
    assert "Accounts deleted: 1" in out.getvalue()
    assert gone(user)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s26_two_workers_at_once_delete_once(heard):
    requests = [due(make_user()) for _ in range(3)]
    heard.clear()
    answers = run_in_threads(lambda request: delete_account(pk=request.pk), requests * 4)
    assert answers.count(True) == 3
    assert answers.count(False) == 9
    assert not get_user_model().objects.exists()
    assert [signal for signal, _ in heard] == [account_deleted] * 3
    assert set(DeletionRequest.objects.values_list("attempts", flat=True)) == {0}


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s25_cancelling_at_the_last_moment_or_the_deletion_wins_never_both():
    for _ in range(5):
        user = make_user()
        request = due(user)
        deleted, cancelled = run_in_threads(
            lambda work: work(),
            [lambda pk=request.pk: delete_account(pk=pk), lambda who=user: cancel_deletion(user=who)],
        )
        if deleted is True:
            assert isinstance(cancelled, NothingScheduledError)
            assert gone(user)
        else:
            assert (deleted, cancelled) == (False, None)
            assert not gone(user)
            assert DeletionRequest.objects.get(user=user).state == DeletionState.CANCELLED


@pytest.mark.postgres
@pytest.mark.skipif("postgresql" not in project.DATABASES["default"]["ENGINE"], reason="SQLite has one writer.")
@pytest.mark.django_db(transaction=True)
def test_s26_on_postgresql_a_request_that_another_worker_holds_is_passed_over(user):
    request = due(user)
    with transaction.atomic():
        DeletionRequest.objects.select_for_update().get(pk=request.pk)
        assert run_in_threads(lambda pk: delete_account(pk=pk), [request.pk]) == [False]
    assert connection.vendor == "postgresql"
    assert delete_account(pk=request.pk)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s25_what_is_ordered_while_the_account_goes_does_not_stay(monkeypatch):
    """The order is refused, or erased with all others; in no case is it left without its person."""
    user = make_user()
    request = due(user)
    run_in_threads(
        lambda work: work(),
        [lambda: delete_account(pk=request.pk), lambda: Order.objects.create(customer=user)],
    )
    delete_due_accounts()
    assert gone(user)
    assert not Order.objects.exists()


# Export


def test_the_export_holds_the_parts_of_all_apps_and_the_files(user):
    set_photo(account=user.shop_account, photo=picture())
    make_address(user=user, name="Ada Lovelace")
    order = Order.objects.create(customer=user)
    answer = log_in(user).post(EXPORT)
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    archive = archive_of(answer)
    assert set(archive.namelist()) == {
        "tests/orders.json",
        "shop_accounts/account.json",
        "shop_accounts/addresses.json",
        "shop_accounts/security.json",
        "shop_accounts/photo.png",
    }
    assert json.loads(archive.read("tests/orders.json")) == [order.pk]
    assert json.loads(archive.read("shop_accounts/account.json"))["email"] == user.email_address
    assert json.loads(archive.read("shop_accounts/addresses.json"))[0]["name"] == "Ada Lovelace"
    assert archive.read("shop_accounts/photo.png").startswith(b"\x89PNG")


def test_the_export_asks_for_the_password_unless_the_login_is_recent(user):
    client = log_in(user)
    assert "password" not in client.get(EXPORT).context["form"].fields
    age_logins(minutes=6)
    assert "password" in client.get(EXPORT).context["form"].fields
    assert client.post(EXPORT, {"password": "wrong"}).context["form"].errors.keys() == {"password"}
    assert archive_of(client.post(EXPORT, {"password": PASSWORD})).namelist()


def test_the_export_by_the_api(client, user):
    headers = bearer(tokens_for(user=user))
    assert archive_of(client.post(f"{API}export/", headers=headers)).namelist()
    age_logins(minutes=6)
    assert client.post(f"{API}export/", headers=headers).json()["code"] == "wrong_password"
    assert archive_of(client.post(f"{API}export/", {"password": PASSWORD}, headers=headers)).namelist()


def test_exports_are_limited_for_page_and_api_together(user, settings):
    settings.SHOP_ACCOUNTS = {"EXPORTS_PER_HOUR": 2}
    client, headers = log_in(user), bearer(tokens_for(user=user))
    assert archive_of(client.post(EXPORT)).namelist()
    assert archive_of(Client().post(f"{API}export/", headers=headers)).namelist()
    refused = Client().post(f"{API}export/", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_exports")
    assert 0 < refused.json()["retry_after"] <= 3600
    assert client.post(EXPORT).context["form"].non_field_errors()


# The staff


def act(admin_client, model, action, records):
    body = {"action": action, "_selected_action": [record.pk for record in records]}
    return admin_client.post(f"/admin/shop_accounts/{model}/", body, follow=True).content.decode()


def test_the_staff_deactivates_and_activates(admin_client, user):
    assert "Done for 1 user." in act(admin_client, "account", "deactivate_selected", [user])
    assert Account.objects.get(pk=user.pk).state == AccountState.DEACTIVATED
    page = act(admin_client, "account", "reactivate_selected", [user, make_user()])
    assert "Not done for " in page
    assert "This account is not deactivated" in page
    assert "Done for 1 user." in page
    assert is_in(log_in(user))


def test_the_staff_schedules_and_takes_back_deletions(admin_client, user):
    act(admin_client, "account", "schedule_deletion_of_selected", [user])
    request = DeletionRequest.objects.get()
    assert request.state == DeletionState.SCHEDULED
    page = admin_client.get("/admin/shop_accounts/deletionrequest/").content.decode()
    assert user.email_address in page
    assert "grant_agent" not in page
    assert admin_client.get(f"/admin/shop_accounts/deletionrequest/{request.pk}/change/").status_code == 200
    assert "Done for 1 user." in act(admin_client, "deletionrequest", "cancel_selected", [request])
    request.refresh_from_db()
    assert request.state == DeletionState.CANCELLED


@pytest.mark.parametrize("action", ["deactivate_selected", "schedule_deletion_of_selected"])
def test_staff_touches_nobody_who_stands_higher(client, admin_user, action):
    staff = make_user(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="shop_accounts"))
    client.force_login(staff)
    assert "higher role than yours" in act(client, "account", action, [admin_user])
    admin_user.refresh_from_db()
    assert admin_user.is_active
    assert not DeletionRequest.objects.exists()


@pytest.mark.parametrize("path", ["/account/data/", DELETION, DEACTIVATE, EXPORT])
def test_the_pages_are_for_who_is_logged_in(client, user, path):
    assert client.get(path).status_code == 302
    client.force_login(user)
    page = client.get(path)
    assert "no-store" in page["Cache-Control"]


def test_the_deletion_page_costs_the_same_with_and_without_a_request(user, django_assert_max_num_queries):
    client = log_in(user)
    client.get(DELETION)
    schedule_deletion(user=user)
    with django_assert_max_num_queries(4):
        client.get(DELETION)


def test_a_done_deletion_belongs_to_nobody(user):
    from django.db import IntegrityError

    schedule_deletion(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeletionRequest.objects.update(state=DeletionState.DONE)
    assert timedelta(days=1) > deletion.OVERDUE
