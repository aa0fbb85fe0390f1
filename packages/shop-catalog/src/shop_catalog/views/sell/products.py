"""The products of a seller, and those that one can offer too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...models import Offer, Product
from ...narrowing import Narrowing
from ...results import Results
from ...sell_forms import ProductSearchForm
from ...sell_product_forms import GalleryForm, ProductChangesForm
from ...services.images import save_gallery
from ...services.products import update_product
from .base import SellerListView, SellerMixin, ServiceFormView


@dataclass(frozen=True)
class Row:
    """A product in the list: whether it is one's own, and one's offer of it (None: one has none)."""

    product: Product
    is_own: bool
    offer_ref: str | None


class ProductListView(SellerListView):
    """One's own products; with words to search for, all that the shop sells."""

    template_name = "shop_catalog/sell/product_list.html"
    section = "products"
    for_newcomers = True

    @cached_property
    def form(self) -> ProductSearchForm:
        return ProductSearchForm(self.request.GET)

    @property
    def words(self) -> str:
        return self.form.cleaned_data["q"] if self.form.is_valid() else ""

    def rows(self) -> Any:
        if self.words:
            return Results(Narrowing(search=self.words)).found
        return Product.objects.made_by(self.request.user).newest()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": self.told(context["rows"]), "form": self.form, "words": self.words}

    def told(self, found: Sequence[Any]) -> list[Row]:
        """Return what is listed as the page shows it."""
        keys = [each.pk for each in found]
        products = Product.objects.for_cards().in_bulk(keys)
        offers = Offer.objects.run_by(self.request.user).filter(variant__product__in=keys)
        refs = dict(offers.order_by("-pk").values_list("variant__product", "public_id"))
        return [
            Row(products[key], products[key].creator_id == self.request.user.pk, refs.get(key))
            for key in keys
            if key in products
        ]


class OwnProductMixin(SellerMixin):
    """The product of the address, if one made it; those of others are not there."""

    kwargs: dict[str, Any]
    section = "products"

    @cached_property
    def product(self) -> Product:
        products = Product.objects.made_by(self.request.user).for_cards()
        product: Product = get_object_or_404(products, pk=self.kwargs["product"])
        return product

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"product": self.product})


class ProductEditView(OwnProductMixin, ServiceFormView):
    template_name = "shop_catalog/sell/product_edit.html"
    form_class = ProductChangesForm

    def get_initial(self) -> dict[str, Any]:
        return ProductChangesForm.initial_of(self.product)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"product": self.product}

    def save(self, form: ProductChangesForm) -> HttpResponse:
        update_product(product=self.product, **form.changes)
        messages.success(self.request, _("Saved."))
        return redirect("shop_catalog_sell:product-edit", self.product.pk)


class ProductPicturesView(OwnProductMixin, ServiceFormView):
    """The gallery of a product: more pictures, other words, another order, fewer."""

    template_name = "shop_catalog/sell/product_pictures.html"
    form_class = GalleryForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"images": self.product.images.all()}

    def save(self, form: GalleryForm) -> HttpResponse:
        save_gallery(product=self.product, images=form.kept, deleted=form.removed)
        messages.success(self.request, _("Saved."))
        return redirect("shop_catalog_sell:product-pictures", self.product.pk)
