"""The first pages of sellers: registration, overview, profile and stores."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_user
from tests.people import make_seller

from shop_catalog.models import Seller, Store
from shop_catalog.services.sellers import suspend_seller
from shop_catalog.services.stock import commit, reserve
from shop_catalog.testing import make_offer

pytestmark = pytest.mark.django_db
WISH = {"name": "Ann", "country": "DK", "about": "Lamps", "store_name": ""}


def page(name, *args):
    return reverse(f"shop_catalog_sell:{name}", args=args)


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.NoBotCheck"}
    settings.SHOP_CATALOG = {"SELLER_RECIPIENTS": ["staff@example.com"]}


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(client, store):
    """The browser of a seller."""
    client.force_login(store.seller.user)
    return client


def test_a_person_registers_and_waits(client, django_capture_on_commit_callbacks):
    client.force_login(make_user("ann"))
    assert client.get(page("register")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page("register"), WISH | {"store_name": "Ann's"}, follow=True)
    assert "Waiting for approval" in answer.text
    assert "Ann&#x27;s" in answer.text
    assert len(mail.outbox) == 1
    for name in ("store-list", "store-add"):
        assert client.get(page(name)).url == page("overview")
        assert client.post(page(name)).status_code == 403
    assert client.post(page("profile"), WISH | {"name": "Anna"}).status_code == 302
    assert Seller.objects.get().name == "Anna"
    assert client.get(page("register")).url == page("overview")


def test_where_everybody_sells_one_begins_at_once(client, settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "any_user"}
    client.force_login(make_user("ann"))
    assert "right after" in client.get(page("register")).text
    assert "Offers on sale" in client.post(page("register"), WISH, follow=True).text


def test_machines_do_not_register(client, settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.Honeypot"}
    client.force_login(make_user("ann"))
    answer = client.post(page("register"), WISH)
    assert answer.status_code == 422
    assert "Please wait a moment" in answer.text
    assert "Lamps" in answer.text
    assert not Seller.objects.exists()


@pytest.mark.parametrize(
    ("wish", "field"), [({"name": ""}, "name"), ({"country": "??"}, "country"), ({"about": "x" * 2001}, "about")]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, wish, field):
    client.force_login(make_user("ann"))
    answer = client.post(page("register"), WISH | {"store_name": "Kept words"} | wish)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Kept words" in answer.text


def test_where_only_the_shop_sells_there_is_nothing_to_register_for(client, settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "staff"}
    client.force_login(make_user("ann"))
    assert client.get(page("register")).status_code == 403
    assert client.get(page("overview")).url == page("register")


@pytest.mark.parametrize("name", ["overview", "register", "profile", "store-list", "store-add"])
def test_strangers_log_in_first(client, name):
    assert client.get(page(name)).url.startswith("/login/")
    assert client.post(page(name)).url.startswith("/login/")


def test_who_is_no_seller_is_led_to_the_registration(client):
    client.force_login(make_user())
    assert client.get(page("store-list")).url == page("register")
    assert client.post(page("store-add"), {"name": "Mine"}).status_code == 403


def test_the_overview_tells_what_wants_looking_after(seller, store):
    lamp, boots, _mug = (
        make_offer(name=name, stock=stock, store=store) for name, stock in (("Lamp", 9), ("Boots", 2), ("Mug", 5))
    )
    make_offer(name="Theirs", stock=1, store=make_seller("Bob"))
    for units in (7, 1):
        reserve(reference=f"o{units}", quantities={lamp.ref: units}, expires_at=timezone.now() + timedelta(hours=1))
        commit(reference=f"o{units}")
    shown = seller.get(page("overview"))
    assert [offer.variant.product.name for offer in shown.context["low_offers"]] == ["Lamp", "Boots"]
    numbers = {name: shown.context[name] for name in ("active_count", "low_count", "sold_out_count", "units_sold")}
    assert numbers == {"active_count": 3, "low_count": 2, "sold_out_count": 0, "units_sold": 8}
    assert "Theirs" not in shown.text
    assert boots.variant.product.name in shown.text


def test_a_seller_opens_changes_closes_and_reopens_a_store(seller, store):
    assert seller.post(page("store-add"), {"name": "Lamps", "description": "All of them"}).url == page("store-list")
    lamps = Store.objects.get(name="Lamps")
    assert "All of them" in seller.get(page("store-edit", lamps.public_id)).text
    seller.post(page("store-edit", lamps.public_id), {"name": "Lights", "description": ""})
    seller.post(page("store-close", lamps.public_id))
    lamps.refresh_from_db()
    assert (lamps.name, lamps.slug, lamps.is_open) == ("Lights", "lamps", False)
    assert "closed" in seller.get(page("store-list")).text
    seller.post(page("store-open", lamps.public_id))
    assert Store.objects.get(pk=lamps.pk).is_open
    assert seller.post(page("store-edit", lamps.public_id), {"name": ""}).status_code == 422
    assert seller.get(page("store-open", lamps.public_id)).status_code == 405


def test_a_suspended_seller_waits_again(seller, store):
    suspend_seller(seller=store.seller)
    assert "Waiting for approval" in seller.get(page("overview")).text
    assert seller.post(page("store-close", store.public_id)).status_code == 403
    assert Store.objects.get().is_open
