import pytest
from django.urls import reverse

from shop_accounts.links import base_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        "register",
        "email-confirmation-sent",
        "activation-invalid",
        "resend-activation",
        "login",
        "logout",
        "password-reset",
        "password-reset-sent",
        "password-reset-done",
    ],
)
def test_visitors_can_open_it(client, name):
    page = client.get(reverse(f"shop_accounts:{name}"))
    assert page.status_code == 200
    assert " style=" not in page.content.decode()


def test_all_pages_fit_under_one_prefix():
    assert reverse("shop_accounts:profile", urlconf="tests.urls_one_prefix") == "/me/"
    assert reverse("shop_accounts:login", urlconf="tests.urls_one_prefix") == "/me/login/"


def test_links_lead_to_the_site_of_the_request_or_of_the_setting(rf, settings):
    assert base_url(rf.get("/", secure=True)) == "https://testserver"
    settings.SHOP_ACCOUNTS = {"SITE_URL": "https://shop.example/"}
    assert base_url(rf.get("/")) == "https://shop.example"


def test_staff_see_accounts_and_addresses(admin_client, user):
    for table in ("account", "address"):
        assert admin_client.get(f"/admin/shop_accounts/{table}/").status_code == 200
    assert admin_client.get(f"/admin/shop_accounts/account/{user.pk}/change/").status_code == 200
