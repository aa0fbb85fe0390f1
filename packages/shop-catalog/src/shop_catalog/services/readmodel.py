"""How the rows of the read model are made. What is said here of products, `services.listings` says of changes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Sum
from django.utils import translation

from ..conf import conf
from ..hooks import SearchText
from ..models import Category, Listing, Offer, Product, StockMovement, StockReservation, Term
from . import documents

AT_ONCE = 100
"""So many products are written at a time, and at most in the transaction that changes them."""

COLUMNS = [field.attname for field in Listing._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def write_listings(product_ids: Collection[int]) -> None:
    """Write the listings of these locked products, and take down those of products that are not on sale."""
    products: Sequence[Product] = list(Product.objects.on_sale().filter(pk__in=product_ids).for_documents())
    keys = {product.pk for product in products}
    take_down(set(product_ids) - keys)
    if not products:
        return
    sold, freed = _units_sold(keys), _freed_at(products)
    with translation.override(settings.LANGUAGE_CODE):
        rows = [_listing(product, sold.get(product.pk, 0), freed) for product in products]
    Listing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["product"], update_fields=COLUMNS)
    Term.objects.filter(listing__in=keys).delete()
    Term.objects.bulk_create(term for product in products for term in _terms(product))
    conf.hook("SEARCH_BACKEND").index(_texts(products))


def take_down(product_ids: Collection[int]) -> None:
    """Remove products from the lists and from the search."""
    if product_ids:
        Listing.objects.filter(pk__in=product_ids).delete()
        conf.hook("SEARCH_BACKEND").remove(product_ids)


def refresh_stale() -> int:
    """Write the listings that are stale or missing, in short transactions, and return how many it were."""
    fresh = Listing.objects.filter(product=OuterRef("pk"), is_stale=False)
    waiting = list(Product.objects.on_sale().filter(~Exists(fresh)).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), AT_ONCE):
        batch = waiting[start : start + AT_ONCE]
        with transaction.atomic():
            Product.all_objects.filter(pk__in=batch).lock()
            write_listings(batch)
    return len(waiting)


def _listing(product: Product, units_sold: int, freed: Mapping[int, datetime]) -> Listing:
    in_stock = any(offer.is_in_stock for offer in product.offers)
    return Listing(
        product=product,
        category_path=product.category.path,
        price_amount=product.price_amount or 0,
        currency=product.currency,
        rating=product.rating,
        rating_score=(product.rating_sum + 15) / (product.rating_count + 5),
        units_sold=units_sold,
        is_featured=product.is_featured,
        created_at=product.created_at,
        available_at=product.created_at if in_stock else freed.get(product.pk),
        card=documents.stored(documents.card(product)),
        detail=documents.stored(documents.detail(product)),
        is_stale=False,
    )


def _terms(product: Product) -> Iterator[Term]:
    found: set[tuple[str, str, float | None]] = set()
    for offer in product.offers:
        found.add(("store", str(offer.store.public_id), None))
        if seller := offer.store.seller:
            found.add(("seller", str(seller.public_id), None))
            found.add(("country", seller.country, None))
    for each in product.attributes:
        if each.attribute.is_filter:
            code = each.attribute.term_field
            found.add((code, "", float(each.number)) if each.number is not None else (code, each.term, None))
    return (Term(listing_id=product.pk, field=field, value=value, number=number) for field, value, number in found)


def _texts(products: Sequence[Product]) -> list[SearchText]:
    lineage = Category.objects.lineage({product.category.path for product in products})
    names: dict[str, str] = dict(lineage.values_list("path", "name"))
    return [
        SearchText(
            product_id=product.pk, name=product.name, keywords=_keywords(product, names), body=product.description
        )
        for product in products
    ]


def _keywords(product: Product, names: Mapping[str, str]) -> str:
    path = product.category.path
    words = [name for at, name in names.items() if path.startswith(at)]
    words += [each.value for each in product.attributes if isinstance(each.value, str)]
    for variant in product.variants.all():
        words += [variant.sku, variant.name, *(str(value) for value in variant.options.values())]
    return " ".join(dict.fromkeys(words))


def _units_sold(product_ids: Collection[int]) -> dict[int, int]:
    """Return how many units of each product were sold and not returned."""
    moved = StockMovement.objects.sales().filter(offer__variant__product__in=product_ids).order_by()
    return {key: -units for key, units in moved.values_list("offer__variant__product").annotate(units=Sum("quantity"))}


def _freed_at(products: Sequence[Product]) -> dict[int, datetime]:
    """Return when the first hold upon each sold out product runs out."""
    sold_out = [product for product in products if not any(offer.is_in_stock for offer in product.offers)]
    if not sold_out:
        return {}
    held = StockReservation.objects.held().filter(
        offer__in=Offer.objects.on_sale(), offer__variant__product__in=sold_out
    )
    return dict(held.order_by().values_list("offer__variant__product").annotate(first=Min("expires_at")))
