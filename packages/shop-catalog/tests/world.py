"""A shop with so many of everything, wherever a list shows it."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from tests.conftest import make_user
from tests.people import make_seller

from shop_catalog.models import (
    Change,
    Offer,
    Product,
    ProductImage,
    Review,
    ReviewReport,
    Seller,
    StockReservation,
    Variant,
)
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.listings import refresh_ratings
from shop_catalog.services.stock import adjust
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_product


def make_world(count):
    """Make the shop, with a lamp in every name; return its seller and one of each."""
    store = make_seller("Lamp")
    user = store.seller.user
    stores = [store, *(open_store(name="Lamp", seller=store.seller) for _ in range(count))]
    home = make_category("Lamps")
    places = [make_category(f"Lamp {n}", parent=home) for n in range(count)]
    attributes = [
        define_attribute(category=home, code=f"lamp_{n}", name="Lamp", kind="choice", choices=["Lamp", "Wick"])
        for n in range(count)
    ]
    products = [
        make_product("Lamp", category=place, store=store, creator=user, sku=f"lamp-{n}")
        for n, (place, store) in enumerate(zip(places, stores[:-1], strict=True))
    ]
    product = products[0]
    set_attributes(product=product, values={each.code: "Lamp" for each in attributes})
    add_variants_and_pictures(products, count)
    reviews = review(products, author=user)
    variant = product.variants.first()
    shop = SimpleNamespace(
        user=user,
        store=store,
        category=home,
        attribute=attributes[0],
        product=product,
        variant=variant,
        offer=variant.offers.get(),
        image=product.images.first(),
        review=reviews[0],
    )
    move_stock(shop.offer, count)
    change_and_delete(shop, count)
    refresh_ratings()
    return shop


def add_variants_and_pictures(products, count):
    """Give the first product so many of both, and each a picture."""
    first = products[0]
    store = first.variants.get().offers.get().store
    variants = Variant.objects.bulk_create(Variant(product=first, name="Lamp", sku=f"more-{n}") for n in range(count))
    Offer.objects.bulk_create(Offer(variant=each, store=store, price_amount=500) for each in variants)
    ProductImage.objects.bulk_create(
        ProductImage(product=each, file="lamp.png", width=9, height=9) for each in [*products, *[first] * count]
    )


def review(products, author):
    """Let each product have a review, the first product as many as there are products, each of these reported; return the author's first."""
    people = [make_user("lamp") for _ in products]
    Seller.objects.bulk_create(Seller(user=each, name="Lamp", is_approved=True) for each in people)
    own = [Review(product=each, author=author, rating=5, text="Lamp") for each in products]
    others = [Review(product=products[0], author=each, rating=4, text="Lamp") for each in people]
    made = Review.objects.bulk_create([*own, *others])
    ReviewReport.objects.bulk_create(
        ReviewReport(review=each, reporter=author, reason="other", note="Lamp") for each in made
    )
    return made


def move_stock(offer, count):
    """Let an offer be counted, held and told of as low so many times."""
    expires_at = timezone.now() + timedelta(hours=1)
    StockReservation.objects.bulk_create(
        StockReservation(offer=offer, reference=f"held-{n}", quantity=1, expires_at=expires_at) for n in range(count)
    )
    for n in range(count):
        adjust(offer=offer, on_hand=20, reference=f"filled-{n}")
        adjust(offer=offer, on_hand=2, reference=f"emptied-{n}")


def change_and_delete(shop, count):
    """Let one of each kind have changed so many times, and the seller have deleted so many products."""
    seller = shop.store.seller
    records = [
        *(shop.category, shop.attribute, shop.product, shop.variant),
        *(shop.offer, shop.store, seller, shop.review),
    ]
    Change.objects.bulk_create(
        Change(
            record_type=each._meta.model_name,
            record_id=each.pk,
            deed="changed",
            actor=shop.user,
            via="page",
            via_name="lamp",
            values={"name": ["Lamp", "Wick"]},
        )
        for each in records
        for _ in range(count)
    )
    gone = {"creator": shop.user, "deleted_by": seller, "deleted_at": timezone.now()}
    Product.objects.bulk_create(
        Product(name="Lamp", slug=f"gone-{n}", category=shop.category, **gone) for n in range(count)
    )
