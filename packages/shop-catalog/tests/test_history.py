"""Who changed what: written down by every service that changes something, in its transaction."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.conftest import make_user, picture
from tests.people import client_of, make_seller, make_staff

from shop_catalog.exceptions import NegativeStockError
from shop_catalog.models import Attribute, Change, Offer, Product, Review, Store
from shop_catalog.personal_data import CatalogPersonalData
from shop_catalog.services import (
    attribute_details,
    attributes,
    categories,
    category_details,
    images,
    offers,
    products,
    reviews,
    sellers,
    stock,
    stores,
    variants,
)
from shop_catalog.services.import_runs import confirm_import, start_import
from shop_catalog.services.imports import import_products
from shop_catalog.services.review_states import approve_reviews, reject_reviews
from shop_catalog.tasks import prune_catalog_history
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.history.actors import Via, acting
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


def told(record):
    """Return what is written down of a record, the first first: what happened, and from what to what."""
    return [(each.deed, each.values) for each in Change.objects.of(type(record), [record.pk]).order_by("pk")]


def last(record):
    return told(record)[-1]


def test_who_made_a_product_is_known_with_its_variant_and_offer():
    ann = make_user("ann")
    with acting(via=Via.PAGE, user=ann):
        product = make_product("Lamp")
    variant = product.variants.get()
    for record in (product, variant, variant.offers.get()):
        change = Change.objects.of(type(record), [record.pk]).get()
        assert (change.deed, change.values, change.actor, change.via) == ("created", {}, ann, "page")


def test_fields_of_a_product_are_told_from_what_to_what():
    home, garden = make_category("Home"), make_category("Garden")
    attributes.define_attribute(category=home, code="made_of", name="Made of", kind="text")
    product = make_product("Lamp", category=home)
    products.update_product(product=product, name="Oak lamp", attributes={"made_of": "Oak"})
    assert last(product) == ("changed", {"name": ["Lamp", "Oak lamp"], "attributes.made_of": [None, "Oak"]})
    attributes.set_attributes(product=product, values={"made_of": ""})
    assert last(product) == ("changed", {"attributes.made_of": ["Oak", None]})
    products.update_product(product=product, category=garden)
    assert last(product) == ("changed", {"category": ["home", "garden"]})
    before = told(product)
    products.update_product(product=product, name="Oak lamp")
    assert told(product) == before


def test_the_values_of_an_attribute_have_their_unit_and_their_choice():
    home = make_category("Home")
    attributes.define_attribute(category=home, code="height", name="Height", kind="number", unit="cm")
    attributes.define_attribute(category=home, code="wood", name="Wood", kind="choice", choices=["Oak"])
    product = make_product("Lamp", category=home)
    attributes.set_attributes(product=product, values={"height": "32.50", "wood": "oak"})
    assert last(product)[1] == {"attributes.height": [None, "32.5 cm"], "attributes.wood": [None, "Oak"]}


def test_long_texts_are_kept_in_part():
    product = make_product("Lamp", description="a" * 2000)
    products.update_product(product=product, description="b" * 2000)
    ((_, values),) = told(product)[1:]
    before, after = values["description"]
    assert (len(before), len(after), before[-1]) == (500, 500, "…")
    products.update_product(product=product, description="b" * 1999 + "c")
    assert last(product) == ("changed", {"description": None})


def test_prices_stock_and_settings_of_an_offer_are_one_change():
    offer = make_offer(price="10.00")
    wish = {"price": Money(1250, "EUR"), "stock": 4, "is_active": False, "low_stock_threshold": 2}
    offers.update_offer(offer=offer, **wish)
    assert told(offer)[1:] == [
        (
            "changed",
            {
                "price": [{"amount": "10.00", "currency": "EUR"}, {"amount": "12.50", "currency": "EUR"}],
                "on_hand": [10, 4],
                "is_active": [True, False],
                "low_stock_threshold": [None, 2],
            },
        )
    ]
    offers.change_price(offer=offer, price=Money(900, "EUR"))
    offers.set_active(offer=offer, active=True)
    assert [list(values) for _, values in told(offer)[2:]] == [["price"], ["is_active"]]


def test_units_that_people_book_are_told_and_those_that_orders_move_are_not():
    offer = make_offer(stock=10)
    stock.receive(offer=offer, quantity=5, reference="van")
    stock.adjust(offer=offer, on_hand=12, reference="counted")
    assert [values for _, values in told(offer)[1:]] == [{"on_hand": [10, 15]}, {"on_hand": [15, 12]}]
    before = Change.objects.count()
    later = timezone.now() + timedelta(hours=1)
    stock.reserve(reference="order", quantities={offer.ref: 2}, expires_at=later)
    stock.commit(reference="order")
    stock.restock(reference="order", quantities={offer.ref: 2})
    assert Change.objects.count() == before


def test_what_is_refused_is_not_written_down():
    offer = make_offer(stock=10)
    stock.reserve(reference="order", quantities={offer.ref: 5}, expires_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(NegativeStockError):
        offers.update_offer(offer=offer, price=Money(1, "EUR"), stock=2)
    assert [deed for deed, _ in told(offer)] == ["created"]


def test_records_go_and_come_back():
    product = make_product("Lamp")
    variant = product.variants.get()
    offer = variant.offers.get()
    products.delete_product(product=product)
    products.restore_product(product=product)
    variants.update_variant(variant=variant, sku="lamp-1")
    variants.delete_variant(variant=variant)
    variants.restore_variant(variant=variant)
    offers.delete_offer(offer=offer)
    offers.restore_offer(offer=offer)
    assert [deed for deed, _ in told(product)] == ["created", "deleted", "restored"]
    assert [deed for deed, _ in told(variant)] == ["created", "changed", "deleted", "restored"]
    assert [deed for deed, _ in told(offer)] == ["created", "deleted", "restored"]
    assert Product.objects.on_sale().get() == product


def test_categories_tell_where_they_go():
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    category_details.update_category(category=lamps, name="Lights", slug="lights", parent=None)
    (changed,) = told(lamps)[1:]
    assert changed == (
        "changed",
        {"name": ["Lamps", "Lights"], "slug": ["lamps", "lights"], "url_path": ["home/lamps", "lights"], "path": None},
    )
    categories.move_up(category=lamps)
    assert last(lamps) == ("changed", {"path": None})
    shelves = make_category("Shelves", parent=home)
    categories.delete_category(category=home)
    categories.restore_category(category=home)
    assert [deed for deed, _ in told(shelves)] == ["created", "deleted", "restored"]


def test_attributes_tell_of_their_choices():
    wood = attributes.define_attribute(
        category=make_category(), code="wood", name="Wood", kind="choice", choices=["Oak"]
    )
    choice = wood.choices.get()
    wish = [{"id": choice.pk, "label": "Oak"}, {"label": "Ash", "color": "#aabbcc"}]
    attribute_details.update_attribute(attribute=wood, name="Timber", choices=wish)
    assert last(wood) == ("changed", {"name": ["Wood", "Timber"], "choices": ["Oak", "Oak, Ash #aabbcc"]})
    attributes.delete_attribute(attribute=wood)
    attributes.restore_attribute(attribute=Attribute.all_objects.get())
    assert [deed for deed, _ in told(wood)] == ["created", "changed", "deleted", "restored"]


def test_pictures_are_told_with_their_product():
    product = make_product("Lamp")
    image = images.add_image(product=product, file=picture((20, 20)), alt="A lamp")
    name = image.file.name.rpartition("/")[2]
    assert last(product) == ("changed", {"pictures": [None, f"{name} “A lamp”"]})
    images.describe_image(image=image, alt="Oak")
    assert last(product) == ("changed", {"pictures": [f"{name} “A lamp”", f"{name} “Oak”"]})
    images.delete_image(image=image)
    assert last(product) == ("changed", {"pictures": [f"{name} “Oak”", None]})
    first, second = (images.add_image(product=product, file=picture((20, 20))) for _ in range(2))
    images.order_images(product=product, order=[second.pk, first.pk])
    assert list(last(product)[1]) == ["pictures"]


def test_sellers_and_stores_tell_what_became_of_them():
    seller = sellers.register_seller(user=make_user("ann"), name="Ann", store_name="Ann's")
    store = Store.objects.get(seller=seller)
    sellers.approve_seller(seller=seller)
    sellers.approve_seller(seller=seller)
    sellers.update_seller(seller=seller, name="Anna", country="DK", about="ann@example.com")
    sellers.suspend_seller(seller=seller)
    sellers.delete_seller(seller=seller)
    sellers.restore_seller(seller=seller)
    assert told(seller) == [
        ("created", {}),
        ("changed", {"is_approved": [False, True]}),
        ("changed", {"name": ["Ann", "Anna"], "country": ["", "DK"], "about": None}),
        ("changed", {"is_approved": [True, False]}),
        ("deleted", {}),
        ("restored", {}),
    ]
    stores.update_store(store=store, name="Anna's", description="")
    stores.close_store(store=store)
    stores.delete_store(store=store)
    stores.restore_store(store=store)
    assert told(store) == [
        ("created", {}),
        ("changed", {"name": ["Ann's", "Anna's"]}),
        ("changed", {"is_open": [True, False]}),
        ("deleted", {}),
        ("restored", {}),
    ]


def test_reviews_tell_their_states_and_stars_but_no_words():
    ann = make_user("ann")
    review = reviews.publish_review(product=make_product(), author=ann, rating=5, text="Call 555", name="Ann")
    reviews.edit_review(review=review, rating=4, text="Call 556")
    reject_reviews(review_ids=[review.pk])
    approve_reviews(review_ids=[review.pk])
    reviews.delete_review(review=Review.objects.get())
    reviews.restore_review(review=Review.all_objects.get())
    assert told(review) == [
        ("created", {}),
        ("changed", {"rating": [5, 4], "text": None}),
        ("changed", {"state": ["published", "rejected"]}),
        ("changed", {"state": ["rejected", "published"]}),
        ("deleted", {}),
        ("restored", {}),
    ]


ROWS = "sku,name,price,stock,category,attr:made_of\nlamp-1,Oak lamp,12.00,3,home,Oak\nmug-1,Mug,5.00,1,home,Clay\n"


@pytest.fixture
def lamp():
    home = make_category("Home")
    attributes.define_attribute(category=home, code="made_of", name="Made of", kind="text")
    return make_product("Lamp", category=home, sku="lamp-1", price="10.00")


def check_imported(lamp, *, actor, via, via_name):
    assert last(lamp) == ("changed", {"name": ["Lamp", "Oak lamp"], "attributes.made_of": [None, "Oak"]})
    prices = [{"amount": amount, "currency": "EUR"} for amount in ("10.00", "12.00")]
    assert last(Offer.objects.get(variant__product=lamp)) == ("changed", {"price": prices, "on_hand": [10, 3]})
    assert told(lamp.variants.get()) == [("created", {})]
    mug = Product.objects.get(name="Mug")
    for record in (mug, mug.variants.get(), Offer.objects.get(variant__product=mug)):
        change = Change.objects.of(type(record), [record.pk]).get()
        assert (change.deed, change.actor, change.via, change.via_name) == ("created", actor, via, via_name)


def test_an_import_of_the_back_office_tells_who_gave_the_file(lamp, django_capture_on_commit_callbacks):
    staff = make_staff()
    with django_capture_on_commit_callbacks(execute=True):
        run = start_import(file=ContentFile(ROWS.encode()), name="goods.csv", by=staff)
    run.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        confirm_import(run=run)
    check_imported(lamp, actor=staff, via="import", via_name="goods.csv")


def test_an_import_by_the_command_tells_its_name(lamp, tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text(ROWS)
    call_command("import_products", str(file), commit=True, stdout=StringIO(), stderr=StringIO())
    check_imported(lamp, actor=None, via="command", via_name="import_products goods.csv")


def test_an_import_writes_in_bulk(lamp):
    def cost(count, price):
        rows = "sku,name,price,category\n" + "".join(f"s-{n},Thing {n},{price},home\n" for n in range(count))
        written = []

        def note(execute, sql, *args):
            written.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(note):
            assert import_products(file=BytesIO(rows.encode()), name="f.csv").is_clean
        return sum(sql.startswith('INSERT INTO "shop_catalog_change"') for sql in written)

    assert cost(20, "5.00") == 3
    assert cost(60, "6.00") == 4
    assert cost(60, "7.00") == 1


@pytest.mark.parametrize("count", [1, 20])
def test_writing_it_down_costs_two_reads_and_a_write(settings, count):
    reviewed = make_product()
    for _ in range(count):
        reviews.publish_review(product=reviewed, author=make_user(), rating=5)
    keys = list(Review.objects.values_list("pk", flat=True))

    def cost(change):
        with CaptureQueriesContext(connection) as queries:
            change(review_ids=keys)
        return len(queries)

    with_history = cost(reject_reviews)
    approve_reviews(review_ids=keys)
    settings.SHOP_CATALOG |= {"HISTORY": False}
    assert cost(reject_reviews) == with_history - 3


def test_it_can_be_switched_off(settings):
    settings.SHOP_CATALOG = {"HISTORY": False}
    product = make_product()
    products.update_product(product=product, name="Other")
    products.delete_product(product=product)
    assert not Change.objects.exists()


def test_old_changes_are_pruned_where_that_is_wanted(settings):
    product = make_product()
    Change.objects.update(created_at=timezone.now() - timedelta(days=31))
    products.update_product(product=product, name="Other")
    assert prune_catalog_history() == 0
    settings.SHOP_CATALOG = {"HISTORY_KEPT_DAYS": 30}
    out = StringIO()
    call_command("prune_catalog_history", stdout=out)
    assert out.getvalue().startswith("Deleted: ")
    assert [each.deed for each in Change.objects.all()] == ["changed"]


def test_who_is_erased_is_forgotten_and_what_happened_stays():
    store = make_seller("Ann")
    ann = store.seller.user
    with acting(via=Via.PAGE, user=ann):
        product = make_product(store=store, creator=ann)
        review = reviews.publish_review(product=product, author=ann, rating=5)
        stores.update_store(store=store, name="Anna's", description="")
        sellers.update_seller(seller=store.seller, name="Anna", country="", about="")
    exported = CatalogPersonalData().export(ann)["changes.json"]
    assert {"record": f"seller {store.seller_id}", "what": "changed", "fields": ["name"]}.items() <= exported[
        -1
    ].items()
    CatalogPersonalData().erase(ann)
    assert not Change.objects.filter(actor=ann).exists()
    assert told(product) == [("created", {})]
    assert told(store.seller) == [("changed", {}), ("erased", {})]
    assert told(store) == [("created", {}), ("changed", {}), ("erased", {})]
    assert told(review) == []


def test_a_user_who_goes_leaves_the_changes():
    ann = make_user("ann")
    with acting(via=Via.PAGE, user=ann):
        product = make_product()
    ann.delete()
    assert Change.objects.of(Product, [product.pk]).get().actor is None


def test_pages_the_api_and_the_admin_tell_who_by_themselves(client, admin):
    store = make_seller("Ann")
    ann = store.seller.user
    offer = make_offer(store=store, creator=ann)
    client.force_login(ann)
    client.post(f"/sell/offers/{offer.ref}/", {"price": "7.00", "stock": "10", "is_active": "on"})
    price = {"amount": "8.00", "currency": "EUR"}
    assert client_of(ann).patch(f"/api/store-items/{offer.ref}/", {"price": price}).status_code == 200
    staff = make_user("staff", is_staff=True, is_superuser=True)
    client.force_login(staff)
    address = f"/admin/shop_catalog/offer/{offer.pk}/change/"
    wish = {"variant": offer.variant_id, "store": store.pk, "price_0": "9.00", "price_1": "EUR", "is_active": "on"}
    assert client.post(address, wish | {"price": "9.00"}).status_code == 302
    found = Change.objects.of(Offer, [offer.pk]).order_by("pk").values_list("via", "actor")[1:]
    assert list(found) == [("page", ann.pk), ("api", ann.pk), ("admin", staff.pk)]
