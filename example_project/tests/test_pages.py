import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_health_and_readiness(client):
    assert client.get("/healthz/").json() == {"status": "ok"}
    ready = client.get("/readyz/")
    assert ready.status_code == 200
    assert ready.json()["services"] == {"database": "ok", "cache": "ok"}


def test_a_lost_database_is_told_by_name(client, monkeypatch):
    def lost():
        raise DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", lost)
    ready = client.get("/readyz/")
    assert (ready.status_code, ready.json()["services"]["database"]) == (503, "unreachable")


def test_our_pages_allow_no_inline_script_or_style(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy


@pytest.mark.parametrize("path", ["/admin/", "/api/docs/", "/swagger/", "/api/redoc/", "/redoc/"])
def test_pages_of_others_have_a_policy_of_their_own(admin_client, path):
    page = admin_client.get(path)
    assert page.status_code == 200
    assert "unsafe-inline" in page["Content-Security-Policy"]
    assert "http" not in page["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/nowhere/", "/products/no-such-thing/"])
def test_a_missing_page_has_our_own_face(client, path):
    page = client.get(path)
    assert page.status_code == 404
    assert "Shop Suite" in page.content.decode()


@pytest.mark.parametrize("debug", [True, False])
def test_a_missing_endpoint_answers_as_an_api(client, settings, debug):
    settings.DEBUG = debug
    answer = client.get("/api/nowhere/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_a_server_error_shows_without_database_and_session(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("storefront.views.Category.objects.top", broken)
    page = client.get("/")
    assert page.status_code == 500
    assert "Shop Suite" in page.content.decode()


def test_a_stale_form_is_told_what_to_do(settings):
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post(reverse("shop_accounts:login"), {})
    assert page.status_code == 403
    assert "Shop Suite" in page.content.decode()


def test_the_home_page_costs_the_same_however_much_is_for_sale(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


def test_the_schema_is_complete_and_without_warnings(capfd):
    from django.core.management import call_command

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_migrations_are_complete():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_way_to_selling_stands_on_every_page(client):
    assert f'href="{reverse("shop_catalog_sell:overview")}"' in client.get("/").content.decode()
    assert client.get("/sell/").url == "/login/?next=/sell/"
