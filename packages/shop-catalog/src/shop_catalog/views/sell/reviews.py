"""What buyers say of what a seller made."""

from typing import Any

from ...models import Review
from .base import SellerListView


class ReviewListView(SellerListView):
    """The published reviews of one's own products, the latest first."""

    template_name = "shop_catalog/sell/review_list.html"
    section = "reviews"

    def rows(self) -> Any:
        return Review.objects.published().of_products_by(self.request.user).select_related("product").newest()
