"""Who changed what is a seller's own, and what they deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from shop_core.exceptions import ShopError

from ...models import Product
from ...services.products import delete_product, restore_product
from ...services.told_history import changes_of, tell
from .base import SellerListView, SellerMixin
from .offers import OwnOfferMixin
from .products import OwnProductMixin


class HistoryView(SellerListView):
    """Who changed it, the latest first."""

    record = ""
    """Under which name the page knows it."""

    def rows(self) -> Any:
        return changes_of(getattr(self, self.record))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": tell(context["rows"], to=self.request.user)}


class ProductHistoryView(OwnProductMixin, HistoryView):
    template_name = "shop_catalog/sell/product_history.html"
    record = "product"


class OfferHistoryView(OwnOfferMixin, HistoryView):
    template_name = "shop_catalog/sell/offer_history.html"
    record = "offer"


class ProductDeleteView(OwnProductMixin, TemplateView):
    """Asks before a product goes."""

    template_name = "shop_catalog/sell/product_delete.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            delete_product(product=self.product, seller=self.seller)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return redirect("shop_catalog_sell:product-edit", self.product.pk)
        messages.success(request, _("%(product)s is deleted; you can restore it here.") % {"product": self.product})
        return redirect("shop_catalog_sell:product-deleted")


class DeletedProductListView(SellerListView):
    """What one made and deleted, the last first."""

    template_name = "shop_catalog/sell/product_deleted.html"
    section = "products"

    def rows(self) -> Any:
        return Product.all_objects.deleted_by(self.request.user).for_cards().order_by("-deleted_at", "-pk")


class ProductRestoreView(SellerMixin, View):
    """Brings back what one deleted."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, product: int) -> HttpResponse:
        deleted = get_object_or_404(Product.all_objects.deleted_by(request.user), pk=product)
        try:
            restore_product(product=deleted, seller=self.seller)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return redirect("shop_catalog_sell:product-deleted")
        messages.success(request, _("%(product)s is back.") % {"product": deleted})
        return redirect("shop_catalog_sell:product-edit", deleted.pk)
