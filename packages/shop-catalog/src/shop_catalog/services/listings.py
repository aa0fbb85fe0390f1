"""What a product row keeps of the rows below it, so that lists need no joins."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Offer, Product, Review
from ..models.products import ProductQuerySet
from ..models.ratings import STARS

Keys = Collection[int] | QuerySet[Any]


@transaction.atomic
def refresh_prices(product_ids: Keys | None = None) -> int:
    """Bring the lowest prices of these products (all, where left out) up to date, and return how many were looked at."""
    offers = Offer.objects.on_sale().filter(variant__product=OuterRef("pk")).order_by("price_amount", "pk")
    return int(
        _locked(product_ids).update(
            price_amount=Subquery(offers.values("price_amount")[:1]),
            currency=Coalesce(Subquery(offers.values("currency")[:1]), "currency"),
        )
    )


@transaction.atomic
def refresh_ratings(product_ids: Keys | None = None) -> int:
    """Recount the reviews of these products (all, where left out), and return how many were looked at."""
    reviews = Review.objects.filter(product=OuterRef("pk")).order_by().values("product").annotate(total=Count("pk"))
    counts = {f"stars_{stars}": reviews.filter(rating=stars).values("total") for stars in STARS}
    return int(_locked(product_ids).update(**{name: Coalesce(Subquery(count), 0) for name, count in counts.items()}))


def publish(product_ids: Keys | None = None) -> int:
    """Write the listings of these products (all, where left out) anew, after what lists show of them has changed."""
    return refresh_prices(product_ids)


def _locked(product_ids: Keys | None) -> ProductQuerySet:
    """Lock the products first, so that what is counted next is what others have committed."""
    products: ProductQuerySet = Product.all_objects.all()
    if product_ids is not None:
        products = products.filter(pk__in=product_ids)
    products.lock()
    return products
