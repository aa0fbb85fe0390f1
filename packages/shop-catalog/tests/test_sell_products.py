"""Sellers list things: products of their own, and offers of what is here already."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from tests.conftest import make_user, picture
from tests.people import client_of, make_seller, make_staff

from shop_catalog.models import Offer, Product, ProductImage, Store
from shop_catalog.services.attributes import define_attribute
from shop_catalog.services.images import add_image
from shop_catalog.services.products import add_variant
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"shop_catalog_sell:product-{name}", args=args)


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.NoBotCheck"}
    settings.SHOP_CATALOG = {}


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(client, store):
    """The browser of a seller."""
    client.force_login(store.seller.user)
    return client


@pytest.fixture
def lamps():
    return make_category("Lamps")


def wish(category, **changes):
    """What the form of a new product sends."""
    return {
        "name": "Oak lamp",
        "category": category.name,
        "price": "12.50",
        "stock": "3",
        "description": "Tall",
    } | changes


def test_a_product_is_listed_with_its_offer_and_pictures(seller, store, lamps, django_capture_on_commit_callbacks):
    shown = seller.get(page("add"))
    assert "Lamps" in shown.text
    assert 'name="store"' not in shown.text
    with django_capture_on_commit_callbacks(execute=True):
        answer = seller.post(page("add"), wish(lamps, pictures=[picture(), picture()]), follow=True)
    assert "Oak lamp is listed in Ann&#x27;s." in answer.text
    product = Product.objects.get()
    offer = Offer.objects.get()
    assert (product.name, product.category, product.description) == ("Oak lamp", lamps, "Tall")
    assert product.creator == store.seller.user
    assert (offer.store, offer.price, offer.on_hand) == (store, Money(1250, "EUR"), 3)
    assert [image.position for image in product.images.order_by("position")] == [0, 1]
    assert client_of().get("/api/products/").json()["count"] == 1


def test_who_has_several_stores_chooses_one_of_them(seller, store, lamps):
    second = open_store(name="Second", seller=store.seller)
    theirs = make_seller("Bob")
    assert seller.post(page("add"), wish(lamps)).status_code == 422
    assert seller.post(page("add"), wish(lamps, store=theirs.public_id)).status_code == 422
    seller.post(page("add"), wish(lamps, store=second.public_id))
    assert Offer.objects.get().store == second


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"category": "99999"}, "category"),
        ({"price": "-1"}, "price"),
        ({"stock": "many"}, "stock"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(seller, lamps, changes, field):
    answer = seller.post(page("add"), wish(lamps, description="Kept words") | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Kept words" in answer.text
    assert not Product.objects.exists()


def test_what_is_no_picture_and_too_many_are_refused(seller, lamps):
    fake = picture()
    fake.file.truncate(20)
    for pictures in ([fake], [picture((9, 9)) for _ in range(11)]):
        answer = seller.post(page("add"), wish(lamps, pictures=pictures))
        assert list(answer.context["form"].errors) == ["pictures"]
    assert "At most 10 pictures at once." in answer.text
    assert not Product.objects.exists()


def test_a_product_is_listed_though_the_storage_is_full(seller, lamps, full_disk):
    answer = seller.post(page("add"), wish(lamps, pictures=[picture()]), follow=True)
    assert "Oak lamp is listed" in answer.text
    assert "could not be stored" in answer.text
    assert not ProductImage.objects.exists()


@pytest.mark.parametrize("name", ["add", "sell"])
def test_machines_list_nothing(seller, lamps, settings, name):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.Honeypot"}
    address = page(name, *([make_product().pk] if name == "sell" else []))
    answer = seller.post(address, wish(lamps))
    assert answer.status_code == 422
    assert "Please wait a moment" in answer.text
    assert not Offer.objects.filter(store__seller__isnull=False).exists()


def test_who_lists_very_much_waits_and_keeps_what_was_typed(seller, lamps, settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 1}
    assert seller.post(page("add"), wish(lamps)).status_code == 302
    answer = seller.post(page("add"), wish(lamps, name="One too many", description="Kept words"))
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "You have listed a lot within this hour." in answer.text
    assert "One too many" in answer.text
    assert "Kept words" in answer.text
    assert seller.post(page("sell", make_product().pk), {"price": "1", "stock": "1"}).status_code == 429
    assert Offer.objects.filter(store__seller__isnull=False).count() == 1


def test_the_api_counts_listings_too(store, lamps, settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 3}
    api = client_of(store.seller.user)
    price = {"amount": "5.00", "currency": "EUR"}
    mine = {"name": "Lamp", "price": price, "category": lamps.pk}
    product = api.post("/api/products/", mine).json()["id"]
    assert api.post("/api/product-variants/", {"product": product, "price": price, "name": "L"}).status_code == 201
    assert api.post("/api/store-items/", {"product": make_product().pk, "price": price}).status_code == 201
    for address, body in (
        ("/api/products/", mine),
        ("/api/product-variants/", {"product": product, "price": price}),
        ("/api/store-items/", {"product": make_product().pk, "price": price}),
    ):
        refused = api.post(address, body)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_listings")
        assert int(refused["Retry-After"]) > 0
    for number in range(5):
        assert client_of(make_staff()).post("/api/products/", mine | {"name": f"N{number}"}).status_code == 201


def test_who_has_no_store_opens_one_first(seller, store, lamps):
    store.soft_delete()
    assert seller.get(page("add"), follow=True).redirect_chain[-1][0] == reverse("shop_catalog_sell:store-add")
    answer = seller.post(page("add"), wish(lamps))
    assert answer.status_code == 409
    assert "You have no store yet" in answer.text


def test_where_everybody_sells_the_first_listing_makes_seller_and_store(client, lamps, settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "any_user"}
    user = make_user("carl")
    client.force_login(user)
    assert client.get(page("add")).status_code == 200
    assert client.get(page("list")).status_code == 200
    client.post(page("add"), wish(lamps))
    assert Offer.objects.get().store == Store.objects.run_by(user).get()


def test_what_the_shop_has_is_found_and_sold_too(seller, store):
    theirs = make_product("Brass kettle", store=make_seller("Bob"))
    make_product("Mug")
    shown = seller.get(f"{page('list')}?q=kettle")
    assert [row.product.name for row in shown.context["rows"]] == ["Brass kettle"]
    assert page("sell", theirs.pk) in shown.text
    assert "Brass kettle" in seller.get(page("sell", theirs.pk)).text
    seller.post(page("sell", theirs.pk), {"price": "7.00", "stock": "2"})
    offer = Offer.objects.get(store=store)
    assert (offer.variant.product, offer.price, offer.on_hand) == (theirs, Money(700, "EUR"), 2)
    assert reverse("shop_catalog_sell:offer-edit", args=[offer.ref]) in seller.get(f"{page('list')}?q=kettle").text
    again = seller.post(page("sell", theirs.pk), {"price": "6.00", "stock": "2"})
    assert again.status_code == 409
    assert "This store offers it already" in again.text
    assert "does not have it yet" in seller.get(f"{page('list')}?q=nowhere").text
    assert "No product of your own yet" in seller.get(f"{page('list')}?q=%00").text


def test_of_a_product_with_variants_one_is_chosen(seller, store):
    theirs = make_product("Shirt", options={"Size": "S"}, store=make_seller("Bob"))
    large = add_variant(product=theirs, price=Money(900, "EUR"), options={"Size": "L"}).variant
    assert ">L</option>" in seller.get(page("sell", theirs.pk)).text
    assert seller.post(page("sell", theirs.pk), {"price": "7", "stock": "1"}).status_code == 422
    assert seller.post(page("sell", theirs.pk), {"price": "7", "stock": "1", "variant": "9999"}).status_code == 422
    seller.post(page("sell", theirs.pk), {"price": "7", "stock": "1", "variant": large.pk})
    assert Offer.objects.get(store=store).variant == large


def test_what_nobody_offers_is_not_found(seller):
    hidden = make_seller("Bob", is_approved=False)
    product = make_product("Secret", store=hidden, creator=hidden.seller.user)
    assert not seller.get(f"{page('list')}?q=secret").context["rows"]
    assert seller.get(page("sell", product.pk)).status_code == 404


def test_ones_own_product_is_changed(seller, store, lamps):
    product = make_product("Lamp", store=store, creator=store.seller.user)
    assert page("edit", product.pk) in seller.get(page("list")).text
    assert "Lamp" in seller.get(page("edit", product.pk)).text
    seller.post(page("edit", product.pk), {"name": "Oak lamp", "category": "Lamps", "description": "Tall"})
    product.refresh_from_db()
    assert (product.name, product.category, product.description) == ("Oak lamp", lamps, "Tall")
    kept = seller.post(page("edit", product.pk), {"name": "", "category": "Lamps", "description": "Kept words"})
    assert kept.status_code == 422
    assert "Kept words" in kept.text
    offer = Offer.objects.get()
    assert page("edit", product.pk) in seller.get(reverse("shop_catalog_sell:offer-edit", args=[offer.ref])).text


def test_the_attributes_of_its_category_are_set(seller, store, lamps):
    define_attribute(category=lamps, code="height", name="Height", kind="number", unit="cm")
    define_attribute(category=lamps, code="made_of", name="Made of", kind="choice", choices=["Oak", "Brass"])
    define_attribute(category=lamps, code="dims", name="Can be dimmed", kind="boolean")
    define_attribute(category=lamps, code="name", name="Designed by", kind="text")
    product = make_product("Lamp", category=lamps, store=store, creator=store.seller.user)
    said = {"name": "Lamp", "category": "Lamps", "description": ""}
    values = {"height": "32.5", "made_of": "Oak", "dims": "true", "name": "Ann"}
    wrong = seller.post(page("edit", product.pk), said | {"attribute-height": "tall", "attribute-made_of": "Tin"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"attribute-height", "attribute-made_of"}
    assert 'value="tall"' in wrong.text
    seller.post(page("edit", product.pk), said | {f"attribute-{code}": value for code, value in values.items()})
    assert {each.attribute.code: each.term for each in product.attribute_values.all()} == values
    shown = seller.get(page("edit", product.pk)).context["form"]
    assert shown.initial["attribute-height"] == "32.5"
    seller.post(page("edit", product.pk), said | {"category": make_category("Mugs").name, "attribute-dims": "false"})
    product.refresh_from_db()
    assert product.category.name == "Mugs"
    assert product.attribute_values.count() == 4


def test_the_gallery_is_filled_described_ordered_and_emptied(seller, store, django_capture_on_commit_callbacks):
    product = make_product("Lamp", store=store, creator=store.seller.user)
    assert "There are no pictures yet." in seller.get(page("pictures", product.pk)).text
    first, second = (add_image(product=product, file=picture()) for _ in range(2))
    body = {
        f"picture-{first.pk}-alt": "From the side",
        f"picture-{first.pk}-place": "2",
        f"picture-{second.pk}-place": "1",
        "pictures": [picture()],
    }
    assert seller.post(page("pictures", product.pk), body).url == page("pictures", product.pk)
    gallery = list(product.images.order_by("position"))
    assert gallery[:2] == [second, first]
    assert gallery[1].alt == "From the side"
    assert len(gallery) == 3
    name = second.file.name
    with django_capture_on_commit_callbacks(execute=True):
        seller.post(page("pictures", product.pk), {f"picture-{second.pk}-remove": "on"})
    assert second not in product.images.all()
    assert not default_storage.exists(name)
    wrong = seller.post(page("pictures", product.pk), {f"picture-{first.pk}-alt": "x" * 201})
    assert wrong.status_code == 422
    assert "x" * 201 in wrong.text


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("query", ["", "?q=product"])
def test_the_list_costs_the_same_queries_for_any_number(seller, store, count, query, django_assert_max_num_queries):
    for _ in range(count):
        make_product(store=store, creator=store.seller.user)
    with django_assert_max_num_queries(13):
        assert len(seller.get(page("list") + query).context["rows"]) == count


def test_a_listed_product_is_reached_from_the_list_of_offers(seller, store):
    offer = make_offer(name="Lamp", store=store)
    assert (
        page("edit", offer.variant.product_id)
        not in seller.get(reverse("shop_catalog_sell:offer-edit", args=[offer.ref])).text
    )
