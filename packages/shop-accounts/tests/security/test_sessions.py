"""Statements 5, 6, 18, 19, 20, 23 and 31: sessions and passwords, by their number."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, RequestFactory
from rest_framework_simplejwt.tokens import AccessToken
from tests.factors import just_logged_in

from shop_accounts.clients import agent_of, network_of
from shop_accounts.exceptions import WrongPasswordError
from shop_accounts.models import UserSession
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.passwords import change_password
from shop_accounts.services.sessions import BOTH_STEPS, prune_sessions
from shop_accounts.testing import PASSWORD, make_user
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
NEW = "a wholly other password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(user, client=None, **headers):
    client = client or Client()
    client.post("/login/", {"identifier": user.email_address, "password": PASSWORD}, **headers)
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


def bearer(pair):
    return {"Authorization": f"Bearer {pair['access']}"}


def change(client, current=PASSWORD, new=NEW):
    return client.post("/account/security/password/", {"current_password": current, "new_password": new})


def test_s05_a_change_of_password_spares_this_session_and_ends_all_others(user, committed, settings):
    here, there, pair = log_in(user), log_in(user), tokens_for(user=user)
    with committed():
        assert change(here).url == "/account/security/"
    assert [is_in(here), is_in(there)] == [True, False]
    assert Client().get("/api/accounts/me/", headers=bearer(pair)).status_code == 401
    assert UserSession.objects.count() == Session.objects.count() == 1
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]


def test_s05_s17_a_change_by_token_ends_its_own_family_and_begins_another(client, user, committed):
    pair, other, browser = tokens_for(user=user, methods=BOTH_STEPS), tokens_for(user=user), log_in(user)
    body = {"current_password": PASSWORD, "new_password": NEW}
    with committed():
        answer = client.post("/api/accounts/change-password/", body, headers=bearer(pair))
    assert (answer.status_code, answer.json().keys()) == (200, {"access", "refresh"})
    answers = [
        client.get("/api/accounts/me/", headers=bearer(each)).status_code for each in (pair, other, answer.json())
    ]
    assert (answers, is_in(browser)) == ([401, 401, 200], False)
    assert client.post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    fresh = client.post("/api/token/refresh/", {"refresh": answer.json()["refresh"]})
    assert AccessToken(fresh.json()["access"])["mfa"] is True
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s05_of_changes_at_once_the_first_holds(user):
    request = just_logged_in(user)
    works = [(get_user_model().objects.get(pk=user.pk), f"{NEW} {number}") for number in range(4)]

    def change_to(work):
        me, new = work
        change_password(user=me, current_password=PASSWORD, new_password=new, request=request)

    answers = run_in_threads(change_to, works)
    assert sum(isinstance(answer, WrongPasswordError) for answer in answers) == 3
    user.refresh_from_db()
    assert [user.check_password(new) for _, new in works] == [answer is None for answer in answers]


def test_s05_a_change_by_the_api_in_a_browser_spares_its_session(user):
    here = log_in(user)
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert here.post("/api/accounts/change-password/", body).status_code == 204
    assert is_in(here)


def test_s05_a_reset_ends_every_session_and_token(user, committed, last_link):
    there, pair = log_in(user), tokens_for(user=user)
    with committed():
        Client().post("/password-reset/", {"email": user.email_address})
    visitor = Client()
    visitor.post(visitor.get(last_link()).url, {"new_password1": NEW, "new_password2": NEW})
    assert not is_in(there)
    assert visitor.get("/api/accounts/me/", headers=bearer(pair)).status_code == 401
    assert not UserSession.objects.exists()


def test_s06_the_current_password_is_asked_for(user):
    client = log_in(user)
    assert change(client, current="wrong").context["form"].errors.keys() == {"current_password"}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_s07_a_weak_new_password_is_refused_by_its_field(user):
    assert change(log_in(user), new="short").context["form"].errors.keys() == {"new_password"}


def test_s18_the_sessions_of_who_is_switched_off_are_deleted_and_do_not_revive(user):
    client = log_in(user)
    user.is_active = False
    user.save()
    assert not Session.objects.exists()
    user.is_active = True
    user.save()
    assert not is_in(client)


def test_s19_the_page_lists_sessions_without_their_keys(user):
    client = log_in(user, headers={"User-Agent": FIREFOX})
    tokens_for(user=user)
    log_in(make_user(), headers={"User-Agent": "other/1"})
    page = client.get("/account/security/devices/")
    assert [session.agent for session in page.context["sessions"]].count("Firefox, Linux") == 1
    assert len(page.context["sessions"]) == 2
    assert client.session.session_key not in page.content.decode()
    listed = client.get("/api/accounts/sessions/").json()
    assert [entry["is_current"] for entry in listed].count(True) == 1
    assert "session_key" not in listed[0]


def test_s19_one_session_ends_at_once(user):
    here, there = log_in(user), log_in(user)
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/account/security/devices/{other.pk}/end/")
    assert [is_in(here), is_in(there)] == [True, False]


@pytest.mark.parametrize(
    ("path", "left"), [("/account/security/devices/end-others/", True), ("/account/security/devices/end-all/", False)]
)
def test_s19_all_others_or_all_end(user, path, left):
    here, there, pair = log_in(user), log_in(user), tokens_for(user=user)
    here.post(path)
    assert [is_in(here), is_in(there)] == [left, False]
    assert Client().get("/api/accounts/me/", headers=bearer(pair)).status_code == 401


def test_s19_the_api_ends_one_the_others_and_all(client, user):
    pair, first, second = (tokens_for(user=user) for _ in range(3))
    one = UserSession.objects.order_by("-created_at").first()
    assert client.delete(f"/api/accounts/sessions/{one.pk}/", headers=bearer(pair)).status_code == 204
    assert client.post("/api/accounts/sessions/end-others/", headers=bearer(pair)).status_code == 204
    assert [client.get("/api/accounts/me/", headers=bearer(each)).status_code for each in (pair, first, second)] == [
        200,
        401,
        401,
    ]
    assert client.post("/api/accounts/sessions/end-all/", headers=bearer(pair)).status_code == 204
    assert not UserSession.objects.exists()


def test_s19_a_session_in_a_cookie_ends_with_its_next_touch(settings, user, monkeypatch):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    client = log_in(user)
    assert is_in(client)
    UserSession.objects.all().delete()
    monkeypatch.setattr("shop_accounts.services.sessions.time.time", lambda: 9e9)
    assert not is_in(client)


@pytest.mark.parametrize("engine", ["db", "cached_db", "cache"])
def test_s19_sessions_end_in_every_store(settings, user, engine):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    here, there = log_in(user), log_in(user)
    here.post("/account/security/devices/end-others/")
    assert [is_in(here), is_in(there)] == [True, False]


def test_s19_logging_out_leaves_no_row(user):
    log_in(user).post("/logout/")
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_s19_the_list_costs_the_same_however_long(user, count, django_assert_max_num_queries):
    client = log_in(user)
    for _ in range(count):
        tokens_for(user=user)
    with django_assert_max_num_queries(3):
        client.get("/account/security/devices/")


def test_s23_sessions_of_others_are_not_found(user):
    log_in(make_user())
    foreign = UserSession.objects.get()
    client = log_in(user)
    assert client.post(f"/account/security/devices/{foreign.pk}/end/").status_code == 404
    assert client.delete(f"/api/accounts/sessions/{foreign.pk}/").status_code == 404


def test_addresses_are_kept_coarse():
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")) == "192.0.2.0/24"
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::3")) == "2001:db8:1::/48"
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="")) == ""
    assert agent_of(RequestFactory().get("/", headers={"User-Agent": "okhttp/4.9 x"})) == "okhttp/4.9"


def test_s31_a_login_from_a_new_device_is_mailed_and_from_a_known_one_is_not(user, committed):
    with committed():
        known = log_in(user, headers={"User-Agent": FIREFOX})
        known.post("/logout/")
        log_in(user, known)
    assert mail.outbox == []
    with committed():
        log_in(user, headers={"User-Agent": FIREFOX})
    (message,) = mail.outbox
    assert "Firefox, Linux" in message.body
    assert "Firefox, Linux" in message.alternatives[0][0]


def test_s31_a_mail_that_cannot_be_sent_breaks_no_login(settings, user, committed, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError

    log_in(user)
    monkeypatch.setattr("shop_accounts.tasks.send_mail_to", fail)
    with committed():
        client = log_in(user)
    assert is_in(client)


def test_expired_sessions_are_swept_away(user):
    tokens_for(user=user)
    UserSession.objects.update(expires_at="2020-01-01T00:00Z")
    assert prune_sessions() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_s05_the_admins_own_page_of_the_password_gives_way_to_ours(admin_client, method):
    answer = getattr(admin_client, method)("/admin/password_change/", {"old_password": PASSWORD})
    assert answer.url == "/account/security/password/"
    assert "/login/" in Client().get("/admin/password_change/").url
