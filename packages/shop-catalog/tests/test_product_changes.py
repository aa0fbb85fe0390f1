"""Products and variants change, go, and come back."""

import pytest

from shop_catalog.exceptions import CategoryGoneError, OfferedByOthersError, SkuTakenError
from shop_catalog.models import Offer, Product, Seller, Variant
from shop_catalog.services.categories import delete_category
from shop_catalog.services.offers import create_offer
from shop_catalog.services.products import add_variant, delete_product, restore_product, update_product
from shop_catalog.services.stores import open_store
from shop_catalog.services.variants import delete_variant, update_variant
from shop_catalog.sources import OfferSource
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db
EURO = Money(100, "EUR")


@pytest.fixture
def seller():
    return Seller.objects.create(name="Ann", is_approved=True)


@pytest.fixture
def store(seller):
    return open_store(name="Ann's", seller=seller)


def test_a_product_with_a_new_name_keeps_its_address():
    product = make_product("Lamp")
    lamps = make_category("Lamps")
    update_product(product=product, name="Lantern", category=lamps, description="Bright", tax_class="reduced")
    product = Product.objects.get()
    assert (product.name, product.slug, product.category, product.description) == ("Lantern", "lamp", lamps, "Bright")
    assert product.tax_class == "reduced"


def test_a_deleted_product_is_gone_with_its_variants_and_comes_back_with_them():
    offer = make_offer(sku="L-1")
    product = offer.variant.product
    other = add_variant(product=product, price=EURO, sku="L-2")
    delete_variant(variant=other.variant)
    delete_product(product=product)
    assert not Product.objects.exists()
    assert not Variant.objects.exists()
    assert OfferSource().lookup([offer.ref]) == {}
    restored = restore_product(product=product)
    assert restored.price == Money(1000, "EUR")
    assert [variant.sku for variant in Variant.objects.all()] == ["L-1"]
    assert offer.ref in OfferSource().lookup([offer.ref])


def test_a_product_that_was_not_deleted_is_restored_to_what_it_is():
    product = make_product("Lamp")
    assert restore_product(product=product).slug == "lamp"


def test_a_product_comes_back_under_another_address_where_its_own_is_taken():
    product = make_product("Lamp")
    delete_product(product=product)
    make_product("Lamp")
    assert restore_product(product=product).slug.startswith("lamp-")


def test_a_product_does_not_come_back_where_another_has_its_sku():
    product = make_product(sku="L-1")
    delete_product(product=product)
    make_product(sku="L-1")
    with pytest.raises(SkuTakenError):
        restore_product(product=product)
    assert Product.objects.count() == 1


def test_a_product_does_not_come_back_into_a_deleted_category():
    product = make_product()
    delete_product(product=product)
    delete_category(category=product.category)
    with pytest.raises(CategoryGoneError):
        restore_product(product=product)


def test_a_seller_deletes_what_nobody_else_offers(seller, store):
    product = make_product(store=store)
    delete_product(product=product, seller=seller)
    assert not Product.objects.exists()


@pytest.mark.parametrize("of_the_shop", [True, False])
def test_a_seller_does_not_delete_what_others_offer_too(seller, store, of_the_shop):
    offer = make_offer(store=None if of_the_shop else open_store(name="Bob's", seller=Seller.objects.create()))
    create_offer(variant=offer.variant, store=store, price=EURO)
    with pytest.raises(OfferedByOthersError):
        delete_product(product=offer.variant.product, seller=seller)
    with pytest.raises(OfferedByOthersError):
        delete_variant(variant=offer.variant, seller=seller)
    delete_product(product=offer.variant.product)
    assert not Product.objects.exists()


def test_a_variant_changes():
    variant = make_offer().variant
    update_variant(variant=variant, name="Small", options={"Size": "S"}, sku="S-1", weight_grams=5, position=3)
    variant = Variant.objects.get()
    assert (variant.name, variant.options, variant.sku) == ("Small", {"Size": "S"}, "S-1")
    assert (variant.weight_grams, variant.position) == (5, 3)


def test_two_variants_do_not_share_a_sku():
    make_product(sku="L-1")
    product = make_product(sku="L-2")
    with pytest.raises(SkuTakenError):
        update_variant(variant=product.variants.get(), sku="L-1")
    with pytest.raises(SkuTakenError):
        add_variant(product=product, price=EURO, sku="L-1")
    with pytest.raises(SkuTakenError):
        make_product(sku="L-1")


def test_a_deleted_variant_is_off_sale():
    product = make_offer(price="1").variant.product
    add_variant(product=product, price=Money(50, "EUR"), name="Large")
    delete_variant(variant=Offer.objects.get(price_amount=50).variant)
    assert Product.objects.get().price == EURO
    delete_variant(variant=Offer.objects.get(price_amount=100).variant)
    assert Product.objects.get().price is None
