"""What lists show of products follows every change: whatever changes it calls `publish`, in its transaction.

A change of very many products takes what is no longer on sale off the lists at once and leaves the rest to a task.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from shop_core.tasks import queue_after_commit

from .. import tasks
from ..models import Category, Listing, Offer, Product, Review
from ..models.products import ProductQuerySet
from ..models.ratings import STARS
from .readmodel import AT_ONCE, refresh_stale, take_down, write_listings

Keys = Collection[int] | QuerySet[Any]


@transaction.atomic
def publish(product_ids: Keys | None = None) -> int:
    """Bring lowest prices and listings of these products (all, where left out) up to date, and return how many were looked at."""
    if isinstance(product_ids, Collection) and not product_ids:
        return 0
    products = _locked(product_ids)
    offers = Offer.objects.on_sale().filter(variant__product=OuterRef("pk")).order_by("price_amount", "pk")
    count = int(
        products.update(
            price_amount=Subquery(offers.values("price_amount")[:1]),
            currency=Coalesce(Subquery(offers.values("currency")[:1]), "currency"),
        )
    )
    if count > AT_ONCE:
        mark_stale(products)
    elif count:
        write_listings(list(products.values_list("pk", flat=True)))
    return count


@transaction.atomic
def refresh_ratings(product_ids: Keys | None = None) -> int:
    """Recount the reviews of these products (all, where left out), and return how many were looked at."""
    reviews = (
        Review.objects.published()
        .filter(product=OuterRef("pk"))
        .order_by()
        .values("product")
        .annotate(total=Count("pk"))
    )
    counts = {f"stars_{stars}": reviews.filter(rating=stars).values("total") for stars in STARS}
    _locked(product_ids).update(**{name: Coalesce(Subquery(count), 0) for name, count in counts.items()})
    return publish(product_ids)


@transaction.atomic
def publish_subtree(category: Category) -> None:
    """Follow a category that has another name or address, with all below it."""
    publish(Product.all_objects.within(category).values("pk"))


@transaction.atomic
def publish_places(first: Category, last: Category) -> None:
    """Let products be found at the new places of their categories: those from ``first`` to its sibling ``last``, and all below."""
    moved = Category.objects.filter(Q(path__range=(first.path, last.path)) | Q(path__startswith=last.path))
    products = Product.all_objects.filter(category__in=moved)  # not by a join: that would lock the categories too
    products.lock()
    path = Product.all_objects.filter(pk=OuterRef("pk")).values("category__path")
    Listing.objects.filter(product__in=products.values("pk")).update(category_path=Subquery(path))


@transaction.atomic
def publish_sales(offer_ids: Collection[int]) -> None:
    """Have the units sold of these offers counted soon, for the order of bestsellers."""
    Listing.objects.filter(product__variants__offers__in=offer_ids).update(is_stale=True)


def rebuild() -> int:
    """Write every listing anew, and return how many there are."""
    _mark_stale(Product.all_objects.all())
    return refresh_stale()


def mark_stale(products: ProductQuerySet) -> None:
    """Take those of these products that are not on sale off the lists, and have a task write the others."""
    _mark_stale(products)
    queue_after_commit(tasks.refresh_listings)


@transaction.atomic
def _mark_stale(products: ProductQuerySet) -> None:
    gone = Listing.objects.filter(product__in=products.exclude(pk__in=Product.objects.on_sale().values("pk")))
    take_down(list(gone.values_list("pk", flat=True)))
    Listing.objects.filter(product__in=products.values("pk")).update(is_stale=True)


def _locked(product_ids: Keys | None) -> ProductQuerySet:
    """Lock the products first, so that what is counted next is what others have committed."""
    products: ProductQuerySet = Product.all_objects.all()
    if product_ids is not None:
        products = products.filter(pk__in=product_ids)
    products.lock()
    return products
