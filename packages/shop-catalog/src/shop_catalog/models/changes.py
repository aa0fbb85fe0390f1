"""Who changed what in the catalog."""

from typing import Any, ClassVar, Self

from django.db.models import Q

from shop_core.history.models import ChangeModel, ChangeQuerySet

from .offers import Offer
from .products import Product, Variant


class CatalogChangeQuerySet(ChangeQuerySet):
    """Reads of changes in the shop's words."""

    def of_product(self, product: Product, *, with_offers: bool = False) -> Self:
        """Return what happened to a product and its variants, and to what stores offer of them."""
        variants = Variant.all_objects.filter(product=product)
        found = Q(record_type="product", record_id=product.pk)
        found |= Q(record_type="variant", record_id__in=variants.values("pk"))
        if with_offers:
            offers = Offer.all_objects.filter(variant__product=product)
            found |= Q(record_type="offer", record_id__in=offers.values("pk"))
        return self.filter(found)


class Change(ChangeModel):
    """What happened to a record of the catalog. Write with `services.history` only."""

    objects: ClassVar[Any] = CatalogChangeQuerySet.as_manager()

    class Meta(ChangeModel.Meta):
        pass
