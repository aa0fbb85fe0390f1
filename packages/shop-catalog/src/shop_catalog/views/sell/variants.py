"""In which makes one's own product comes: sizes, colors."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from shop_core.exceptions import ShopError

from ...models import Offer, Store, Variant
from ...sell_variant_forms import NewVariantForm, VariantForm
from ...services.products import add_variant
from ...services.variants import delete_variant, option_names, update_variant
from .base import SellerListView, ServiceFormView
from .listings import ListingView
from .offers import Row, rows_of
from .products import OwnProductMixin


class VariantListView(OwnProductMixin, SellerListView):
    """The variants, each with one's own offers of it."""

    template_name = "shop_catalog/sell/variant_list.html"

    def rows(self) -> Any:
        return Variant.objects.filter(product=self.product).order_by("position", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        variants = list(context["rows"])
        own = Offer.objects.run_by(self.request.user).filter(variant__in=variants).with_available()
        offered: dict[int, list[Row]] = defaultdict(list)
        for row in rows_of(own.select_related("variant__product", "store").order_by("pk")):
            offered[row.offer.variant_id].append(row)
        return context | {"rows": [(variant, offered[variant.pk]) for variant in variants]}


class VariantAddView(OwnProductMixin, ListingView):
    """Lists a further variant."""

    template_name = "shop_catalog/sell/variant_add.html"
    form_class = NewVariantForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the price of its siblings."""
        own = Offer.objects.run_by(self.request.user).filter(variant__product=self.product).order_by("pk").first()
        return {"price": own.price} if own else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"options": dict.fromkeys(option_names(product=self.product), "")}

    def put_into(self, store: Store, form: NewVariantForm) -> HttpResponse:
        wish = {name: form.cleaned_data[name] for name in ("price", "stock")}
        offer = add_variant(product=self.product, store=store, **wish, **form.changes)
        messages.success(
            self.request, _("%(product)s is listed in %(store)s.") % {"product": offer.variant, "store": store}
        )
        return redirect("shop_catalog_sell:variant-list", self.product.pk)


class OwnVariantMixin(OwnProductMixin):
    """The variant of the address, if its product is one's own."""

    @cached_property
    def variant(self) -> Variant:
        variants = Variant.objects.filter(product=self.product).select_related("product")
        variant: Variant = get_object_or_404(variants, pk=self.kwargs["variant"])
        return variant

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"variant": self.variant})


class VariantEditView(OwnVariantMixin, ServiceFormView):
    template_name = "shop_catalog/sell/variant_edit.html"
    form_class = VariantForm

    def get_initial(self) -> dict[str, Any]:
        return VariantForm.initial_of(self.variant)

    def get_form_kwargs(self) -> dict[str, Any]:
        of_siblings = dict.fromkeys(option_names(product=self.product), "")
        return super().get_form_kwargs() | {"options": of_siblings | self.variant.options}

    def save(self, form: VariantForm) -> HttpResponse:
        update_variant(variant=self.variant, **form.changes)
        messages.success(self.request, _("%(variant)s is saved.") % {"variant": self.variant})
        return redirect("shop_catalog_sell:variant-list", self.product.pk)


class VariantDeleteView(OwnVariantMixin, TemplateView):
    """Asks before a variant goes."""

    template_name = "shop_catalog/sell/variant_delete.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            delete_variant(variant=self.variant, seller=self.seller)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return redirect("shop_catalog_sell:variant-edit", self.product.pk, self.variant.pk)
        messages.success(request, _("%(variant)s is deleted.") % {"variant": self.variant})
        return redirect("shop_catalog_sell:variant-list", self.product.pk)
