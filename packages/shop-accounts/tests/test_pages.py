import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from shop_accounts.links import base_url
from shop_accounts.models import Account, Address
from shop_accounts.testing import make_address

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


def test_staff_edit_addresses_by_the_same_rules(admin_client, user):
    address = make_address(user=user)
    page = f"/admin/shop_accounts/address/{address.pk}/change/"
    form = {"label": "", "name": "Ada", "line1": "Prosta 2", "city": "Warszawa", "country": "PL"}
    refused = admin_client.post(page, {**form, "postal_code": "1"})
    assert "postal_code" in refused.context["adminform"].form.errors
    admin_client.post(page, {**form, "postal_code": "pl 00-838"})
    address.refresh_from_db()
    assert (address.line1, address.postal_code) == ("Prosta 2", "00-838")


@pytest.mark.parametrize("how", ["one", "many"])
def test_a_default_that_staff_delete_is_followed_by_another(admin_client, user, how):
    first, second = make_address(user=user), make_address(user=user)
    if how == "one":
        admin_client.post(f"/admin/shop_accounts/address/{first.pk}/delete/", {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": [first.pk], "post": "yes"}
        admin_client.post("/admin/shop_accounts/address/", form)
    assert Address.objects.get(is_default=True) == second


@pytest.mark.parametrize("count", [1, 20, 100])
@pytest.mark.parametrize("table", ["account", "address"])
def test_the_lists_of_the_back_office_cost_the_same_however_long(
    admin_client, django_assert_max_num_queries, table, count
):
    user_model = get_user_model()
    users = user_model.objects.bulk_create(user_model(email_address=f"{i}@example.com") for i in range(count))
    Account.objects.bulk_create(Account(user=user) for user in users)
    Address.objects.bulk_create(Address(user=user, name="Ada", line1="Prosta 1", country="PL") for user in users)
    with django_assert_max_num_queries(7):
        admin_client.get(f"/admin/shop_accounts/{table}/")
