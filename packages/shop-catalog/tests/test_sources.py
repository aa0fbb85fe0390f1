from shop_catalog.models import Offer, Seller
from shop_catalog.services.stores import open_store
from shop_catalog.sources import OfferSource
from shop_catalog.testing import make_category, make_offer
from shop_core.testing.contracts import ProductSourceContract


class TestOfferSource(ProductSourceContract):
    def make_source(self):
        return OfferSource()

    def make_refs(self, count):
        category = make_category("Books", parent=make_category())
        return [make_offer(category=category).ref for _ in range(count)]


def test_an_offer_is_told_whole(db):
    top = make_category("Clothing")
    shirts = make_category("Shirts", parent=top)
    seller = Seller.objects.create(name="Ann", is_approved=True)
    offer = make_offer(
        name="Polo", price="12.50", category=shirts, store=open_store(name="Ann's", seller=seller), stock=3, sku="P-1"
    )
    info = OfferSource().lookup([offer.ref])[offer.ref]
    assert (info.name, info.sku, str(info.price), info.available) == ("Polo", "P-1", "12.50 EUR", 3)
    assert (info.seller_name, info.seller_ref) == ("Ann", str(seller.public_id))
    assert info.category_refs == (str(top.pk), str(shirts.pk))
    assert info.group_ref == offer.variant.product.ref


def test_offers_of_closed_stores_and_unapproved_sellers_are_left_out(db):
    seller = Seller.objects.create(name="Ann")
    unapproved = make_offer(store=open_store(name="Ann's", seller=seller))
    inactive = make_offer()
    Offer.objects.filter(pk=inactive.pk).update(is_active=False)
    assert OfferSource().lookup([unapproved.ref, inactive.ref]) == {}
