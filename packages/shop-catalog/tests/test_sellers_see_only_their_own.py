"""A seller goes to every address of the catalog with another seller's ids, and sees and changes nothing.

The addresses come from the URLconfs, so that none can be forgotten: one whose arguments are not known here fails the test.
"""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from tests.addresses import address_of, arguments, patterns
from tests.conftest import make_user, picture
from tests.people import client_of, make_seller

from shop_catalog import models
from shop_catalog.models.reviews import ReviewState
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.images import add_image
from shop_catalog.services.products import delete_product
from shop_catalog.services.review_states import move_reviews
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.stores import close_store
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db

SECRET = "Bobsecret"
METHODS = ("get", "post", "put", "patch", "delete")
REFUSED = {403, 404, 405}
STAYS = {"product-detail"}
"""The page of a product stays when nobody sells it any more, since orders lead to it; it says so."""
MOVED_BY_SHARING = {"Product", "Listing"}
"""What is kept of a product's lowest price follows the offers of all stores."""
FOR_EVERYBODY = {"review-report", "seller-list"}
"""What one does with things of others: the addresses where that is so."""
FOR_STAFF = {"attribute-history", "category-history", "review-history"}
"""Who changed what is everybody's is for the staff to know."""
SHARED = {"store-item-list", "product-sell"}
"""Where one offers in one's own store what others made, as long as it is on sale."""

ENDPOINTS = [pytest.param(app_name, pattern, id=f"{app_name}:{pattern.name}") for app_name, pattern in patterns()]


def make_shop(name, word):
    """Make a seller with one of everything, all that is their own with a word in its name; categories are the staff's."""
    store = make_seller(name)
    category = make_category(f"{name} goods")
    attribute = define_attribute(category=category, code=f"{name}-code", name="Made of", kind="text")
    product = make_product(f"{word} lamp", category=category, store=store, creator=store.seller.user, sku=f"{word}-1")
    set_attributes(product=product, values={attribute.code: f"{word} wood"})
    variant = product.variants.get()
    return SimpleNamespace(
        user=store.seller.user,
        store=store,
        category=category,
        attribute=attribute,
        product=product,
        variant=variant,
        offer=variant.offers.get(),
        image=add_image(product=product, file=picture((20, 20)), alt=f"{word} picture"),
        review=publish_review(product=product, author=store.seller.user, rating=5, text=f"{word} words"),
    )


def rows_of(shop):
    """Return all that the database has of a shop."""
    product, offer = {"product": shop.product}, {"offer": shop.offer}
    parts = [
        (models.Seller, {"pk": shop.store.seller_id}),
        (models.Store, {"seller": shop.store.seller_id}),
        (models.Category, {"pk": shop.category.pk}),
        (models.Attribute, {"category": shop.category}),
        (models.Product, {"pk": shop.product.pk}),
        (models.Variant, product),
        (models.ProductImage, product),
        (models.AttributeValue, product),
        (models.Review, product),
        (models.Listing, product),
        (models.Offer, {"store": shop.store}),
        (models.StockMovement, offer),
        (models.StockReservation, offer),
        (models.Change, {"record_type": "product", "record_id": shop.product.pk}),
        (models.Change, {"record_type": "offer", "record_id": shop.offer.pk}),
    ]
    return {
        model.__name__: list(getattr(model, "all_objects", model._base_manager).filter(**only).order_by("pk").values())
        for model, only in parts
    }


def wish(shop, store):
    """Return what every form and every endpoint could be sent at once to change a shop's things."""
    return {
        "name": "Taken over",
        "description": "Taken over",
        "about": "Taken over",
        "country": "DK",
        "text": "Taken over",
        "rating": 1,
        "alt": "Taken over",
        "position": 0,
        "price": "1.00",
        "stock": 1,
        "is_active": False,
        "category": shop.category.pk,
        "parent": shop.category.pk,
        "product": shop.product.pk,
        "variant": shop.variant.pk,
        "offer": str(shop.offer.public_id),
        "image": shop.image.pk,
        "review": shop.review.pk,
        "store": str(store.public_id),
        "seller": str(shop.store.seller.public_id),
        "reason": "spam",
        "code": "new-code",
        "kind": "text",
    }


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.NoBotCheck"}
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought", "LISTINGS_PER_HOUR": 0}


@pytest.fixture
def bob():
    return make_shop("Bob", SECRET)


@pytest.fixture
def ann():
    return make_shop("Ann", "Annsown")


@pytest.fixture
def nobody_bought(settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 0}


def hide(shop):
    """Let nobody but its seller see anything of a shop."""
    move_reviews(review_ids=[shop.review.pk], to=ReviewState.PENDING)
    close_store(store=shop.store)
    models.Seller.objects.filter(pk=shop.store.seller_id).update(is_approved=False)


def client_for(user, app_name):
    """Return who asks: with a session on pages, by a token in the API."""
    if app_name == "shop_catalog_api":
        return client_of(user)
    client = Client()
    if user:
        client.force_login(user)
    return client


def send(client, app_name, method, address, body):
    if method == "get":  # the API refuses words that it does not know
        return client.get(address, {} if app_name == "shop_catalog_api" else body)
    if app_name == "shop_catalog_api":
        return getattr(client, method)(address, body, "json")
    return getattr(client, method)(address, body, MULTIPART_CONTENT if method == "post" else "application/json")


@pytest.mark.parametrize("hidden", [False, True], ids=["on sale", "hidden"])
@pytest.mark.parametrize(("app_name", "pattern"), ENDPOINTS)
def test_nothing_of_another_seller_is_seen_or_changed(bob, ann, nobody_bought, app_name, pattern, hidden):
    if hidden:
        hide(bob)
    before = rows_of(bob)
    given = arguments(pattern, bob)
    address = reverse(f"{app_name}:{pattern.name}", kwargs=given)
    client = client_for(ann.user, app_name)
    for method in METHODS:
        for store in (bob.store, ann.store):
            answer = send(client, app_name, method, address, wish(bob, store))
            if method == "get":
                seen_by_all = client_for(None, app_name).get(address)
                check_reading(answer, seen_by_all, app_name, pattern, hidden, given)
            elif given and pattern.name not in FOR_EVERYBODY | SHARED:
                assert answer.status_code in REFUSED | ({302} if app_name == "shop_catalog" else set()), method
            after = rows_of(bob)
            if pattern.name in SHARED and not hidden:
                before |= {name: after[name] for name in MOVED_BY_SHARING}
            assert after == before, method


def check_reading(answer, seen_by_all, app_name, pattern, hidden, given):
    """An own page is not there; what is public looks as it does to everybody, and what is hidden shows nowhere."""
    if app_name == "shop_catalog_sell" and (hidden or pattern.name not in SHARED):
        assert not given or answer.status_code in REFUSED
        assert SECRET not in answer.text
    elif hidden:
        assert (f"{SECRET} words" if pattern.name in STAYS else SECRET) not in answer.text
    elif app_name == "shop_catalog_api" and given:
        assert answer.status_code in REFUSED or answer.json() == seen_by_all.json()


@pytest.mark.parametrize(("app_name", "pattern"), ENDPOINTS)
def test_the_same_addresses_open_to_whom_they_belong(bob, app_name, pattern):
    address = address_of(app_name, pattern, bob)
    status = client_for(bob.user, app_name).get(address, follow=True).status_code
    assert status in ((403,) if pattern.name in FOR_STAFF else (200, 405))


@pytest.mark.parametrize("by_staff", [False, True])
def test_what_one_deleted_nobody_else_sees_or_restores(bob, ann, by_staff):
    delete_product(product=bob.product, seller=None if by_staff else bob.store.seller)
    addresses = [
        ("shop_catalog_api", reverse("shop_catalog_api:product-restore", args=[bob.product.pk])),
        ("shop_catalog_sell", reverse("shop_catalog_sell:product-restore", args=[bob.product.pk])),
    ]
    before = rows_of(bob)
    others = [ann.user, bob.user] if by_staff else [ann.user]
    for user in others:
        for app_name, address in addresses:
            assert send(client_for(user, app_name), app_name, "post", address, {}).status_code == 404
        for name in ("product", "variant", "store", "store-item", "seller", "review", "category", "attribute"):
            shown = client_of(user).get(f"{reverse(f'shop_catalog_api:{name}-list')}?deleted=true")
            assert (shown.status_code, shown.json()["results"]) == (200, [])
        assert (
            SECRET not in client_for(user, "shop_catalog_sell").get(reverse("shop_catalog_sell:product-deleted")).text
        )
    assert rows_of(bob) == before


@pytest.mark.parametrize("method", METHODS)
def test_a_picture_of_another_is_not_reached_by_way_of_ones_own_product(bob, ann, method):
    before = rows_of(bob)
    address = reverse("shop_catalog_api:product-image-detail", args=[ann.product.pk, bob.image.pk])
    assert send(client_of(ann.user), "shop_catalog_api", method, address, wish(bob, ann.store)).status_code in REFUSED
    assert rows_of(bob) == before


@pytest.mark.parametrize("query", ["mine=true", "mine=true&store={}", "store={}", "seller={}"])
@pytest.mark.parametrize("name", ["store-item-list", "product-list", "variant-list", "store-list", "seller-list"])
def test_no_filter_of_a_list_shows_what_is_hidden(bob, ann, name, query):
    hide(bob)
    for number in (bob.store.public_id, bob.store.seller.public_id):
        shown = client_of(ann.user).get(f"{reverse(f'shop_catalog_api:{name}')}?{query.format(number)}")
        assert SECRET not in shown.text


def test_who_is_logged_out_or_sells_nothing_changes_nothing_either(bob, nobody_bought):
    before = rows_of(bob)
    for user in (None, make_user("customer")):
        for param in ENDPOINTS:
            app_name, pattern = param.values
            if pattern.name in FOR_EVERYBODY:
                continue
            address = address_of(app_name, pattern, bob)
            for method in METHODS[1:]:
                answer = send(client_for(user, app_name), app_name, method, address, wish(bob, bob.store))
                assert answer.status_code in {302, 400, 401, 409, 422} | REFUSED, (address, method, answer.status_code)
    assert rows_of(bob) == before
