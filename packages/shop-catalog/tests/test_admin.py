"""The back office."""

import pytest
from django.urls import reverse
from tests.conftest import make_user

from shop_catalog.models import Category, Offer, Product, Review, Seller, StockMovement, Store, Variant
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_offer, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everybody_bought(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


def address(model, view="changelist", *args):
    return reverse(f"admin:shop_catalog_{model}_{view}", args=args)


def carry_out(admin, model, action, *rows):
    page = f"{address(model)}?deleted=all"
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"}
    assert admin.post(page, chosen).status_code == 302


def test_the_price_of_an_offer_shows_in_the_lists(admin):
    offer = make_offer(stock=4)
    admin.post(
        address("offer", "change", offer.pk),
        {"variant": offer.variant_id, "store": offer.store_id, "is_active": "on", "price": "7.50", "counted": "9"},
    )
    offer.refresh_from_db()
    assert (str(offer.price), offer.on_hand) == ("7.50 EUR", 9)
    assert str(Product.objects.get().price) == "7.50 EUR"
    assert StockMovement.objects.filter(kind="adjust", quantity=5).exists()


def test_an_offer_is_made_with_its_stock(admin):
    offer = make_offer()
    variant = Variant.objects.create(product=offer.variant.product)
    admin.post(
        address("offer", "add"),
        {"variant": variant.pk, "store": offer.store_id, "is_active": "on", "price": "2", "counted": "3"},
    )
    assert variant.offers.get().on_hand == 3
    assert str(Product.objects.get().price) == "2.00 EUR"


def test_deleted_offers_leave_the_lists_and_come_back(admin):
    offer = make_offer()
    carry_out(admin, "offer", "delete_selected", offer)
    assert not Product.objects.on_sale()
    carry_out(admin, "offer", "restore_selected", offer)
    assert Product.objects.on_sale()


def test_approving_a_seller_puts_the_products_on_sale(admin):
    seller = Seller.objects.create(name="Ann")
    make_product(store=open_store(name="Ann's", seller=seller))
    assert not Product.objects.on_sale()
    admin.post(address("seller", "change", seller.pk), {"name": "Ann", "is_approved": "on"})
    assert Product.objects.on_sale()


def test_closing_a_store_takes_its_products_off_sale(admin):
    make_product()
    store = Store.objects.get()
    admin.post(address("store", "change", store.pk), {"name": store.name, "slug": store.slug})
    assert not Product.objects.on_sale()


def test_a_deleted_review_leaves_the_average(admin):
    product = make_product()
    review = publish_review(product=product, author=make_user(), rating=1)
    admin.post(address("review", "delete", review.pk), {"post": "yes"})
    product.refresh_from_db()
    assert (product.rating, Review.objects.count()) == (None, 0)


def test_the_ledger_can_only_be_looked_at(admin):
    make_offer()
    movement = StockMovement.objects.get()
    assert admin.get(address("stockmovement", "add")).status_code == 403
    assert admin.post(address("stockmovement", "delete", movement.pk), {"post": "yes"}).status_code == 403
    assert admin.get(address("stockmovement", "change", movement.pk)).status_code == 200


@pytest.mark.parametrize("model", ["category", "product", "variant", "offer", "seller", "store"])
def test_forms_open(admin, model):
    make_offer(store=open_store(name="Ann's", seller=Seller.objects.create(name="Ann", is_approved=True)))
    row = {
        "category": Category,
        "product": Product,
        "variant": Variant,
        "offer": Offer,
        "seller": Seller,
        "store": Store,
    }
    assert admin.get(address(model, "add")).status_code == 200
    assert admin.get(address(model, "change", row[model].objects.first().pk)).status_code == 200


def test_products_go_and_come_back_with_their_variants(admin):
    lamp, boots, twin = make_product("Lamp", sku="L-1"), make_product("Boots"), make_product("Twin", sku="L-2")
    admin.post(address("product", "delete", lamp.pk), {"post": "yes"})
    carry_out(admin, "product", "delete_selected", boots, twin)
    assert not Variant.objects.exists()
    make_product("Chair", sku="L-2")
    carry_out(admin, "product", "restore_selected", lamp, twin)
    assert {product.name for product in Product.objects.on_sale()} == {"Lamp", "Chair"}
    page = admin.get(address("product")).content.decode()
    assert "Lamp is back." in page
    assert "Twin: This SKU is in use." in page
