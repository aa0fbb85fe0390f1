import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from shop_accounts.models import AccountState
from shop_accounts.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


def log_in(client, identifier, password=PASSWORD, **extra):
    return client.post(LOGIN, {"identifier": identifier, "password": password, **extra})


@pytest.mark.parametrize("spelling", ["ada@example.com", "ADA@EXAMPLE.COM"])
def test_the_e_mail_logs_in_in_any_spelling(client, spelling):
    user = make_user(email="ada@example.com")
    assert log_in(client, spelling).url == "/account/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_s01_every_refusal_reads_the_same(client):
    make_user(email="active@example.com")
    make_user(email="pending@example.com", state=AccountState.PENDING)
    make_user(email="deactivated@example.com", state=AccountState.DEACTIVATED)
    pages = [
        log_in(client, "active@example.com", "wrong"),
        log_in(client, "pending@example.com"),
        log_in(client, "deactivated@example.com"),
        log_in(client, "nobody@example.com"),
    ]
    assert {page.status_code for page in pages} == {200}
    assert len({tuple(page.context["form"].non_field_errors()) for page in pages}) == 1


@pytest.mark.parametrize("identifier", ["active@example.com", "pending@example.com", "nobody@example.com", "nobody"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_s01_login_hashes_once_whoever_knocks(hasher_calls, identifier, password):
    make_user(email="active@example.com")
    make_user(email="pending@example.com", state=AccountState.PENDING)
    before = hasher_calls()
    authenticate(None, username=identifier, password=password)
    assert hasher_calls() - before == 1


def test_s02_who_has_not_confirmed_gets_no_session(client):
    make_user(email="ada@example.com", state=AccountState.PENDING)
    log_in(client, "ada@example.com")
    assert "_auth_user_id" not in client.session


def test_a_session_ends_when_the_account_is_deactivated(client, user):
    client.force_login(user)
    user.shop_account.state = AccountState.DEACTIVATED
    user.shop_account.save()
    assert client.get("/account/").status_code == 302


def test_s03_login_gives_the_session_a_new_key_and_keeps_what_the_visitor_had(client, user):
    session = client.session
    session["cart"] = "7"
    session.save()
    before = session.session_key
    log_in(client, user.email_address)
    assert client.session.session_key != before
    assert client.session["cart"] == "7"


def test_s21_the_next_page_is_on_this_host(client, user):
    assert log_in(client, user.email_address, next="/account/addresses/").url == "/account/addresses/"


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "%68ttps://evil.example",
        "http://testserver@evil.example/",
        "/\t/evil.example",
    ],
)
def test_s21_a_next_page_elsewhere_is_ignored(client, user, evil):
    where = log_in(client, user.email_address, next=evil).url
    assert where == "/account/" or not where.startswith(("http", "//", "\\", "java", "/\\", "/\t"))


def test_s21_logout_ignores_a_next_page_elsewhere(client, user):
    for evil in ("https://evil.example/", "//evil.example/"):
        client.force_login(user)
        assert client.post("/logout/", {"next": evil}).url == "/login/"


def test_who_is_logged_in_is_sent_on(client, user):
    client.force_login(user)
    assert client.get(LOGIN, {"next": "/account/addresses/"}).url == "/account/addresses/"
    assert client.get(LOGIN, {"next": "https://evil.example/"}).url == "/account/"


def test_another_account_takes_over_where_the_project_wants_it(settings, client, user):
    settings.SHOP_ACCOUNTS = {"LOGIN_WHEN_AUTHENTICATED": "switch"}
    client.force_login(user)
    session = client.session
    session["secret"] = "of the first"
    session.save()
    other = make_user()
    assert client.get(LOGIN).status_code == 200
    log_in(client, other.email_address)
    assert client.session["_auth_user_id"] == str(other.pk)
    assert "secret" not in client.session


def test_logging_out_takes_a_click(client, user):
    client.force_login(user)
    assert client.get("/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["login", "register", "resend-activation", "activation-invalid", "password-reset"])
def test_s30_pages_with_secrets_are_kept_out_of_caches(client, name):
    assert "no-store" in client.get(reverse(f"shop_accounts:{name}"))["Cache-Control"]


def test_staff_enter_the_admin_by_the_same_door(client):
    make_user(email="staff@example.com", is_staff=True, is_superuser=True)
    door = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert door == "/login/?next=/admin/"
    assert log_in(client, "staff@example.com", next="/admin/").url == "/admin/"
    assert client.get("/admin/").status_code == 200
