"""What a product row keeps of the rows below it, so that lists need no joins."""

from collections.abc import Collection

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from ..models import Offer, Product, Review


def refresh_prices(product_ids: Collection[int] | None = None) -> int:
    """Bring the lowest prices of these products (all, where left out) up to date, and return how many were looked at."""
    offers = Offer.objects.on_sale().filter(variant__product=OuterRef("pk")).order_by("price_amount", "pk")
    products = Product.all_objects.all() if product_ids is None else Product.all_objects.filter(pk__in=product_ids)
    return int(
        products.update(
            price_amount=Subquery(offers.values("price_amount")[:1]),
            currency=Coalesce(Subquery(offers.values("currency")[:1]), "currency"),
        )
    )


def refresh_ratings(product_ids: Collection[int] | None = None) -> int:
    """Recount the reviews of these products (all, where left out), and return how many were looked at."""
    reviews = Review.objects.filter(product=OuterRef("pk")).order_by().values("product")
    products = Product.all_objects.all() if product_ids is None else Product.all_objects.filter(pk__in=product_ids)
    return int(
        products.update(
            rating_sum=Coalesce(Subquery(reviews.annotate(total=Sum("rating")).values("total")), 0),
            rating_count=Coalesce(Subquery(reviews.annotate(total=Count("pk")).values("total")), 0),
        )
    )
