"""A seller's own offers: what they cost, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from shop_core.exceptions import ShopError

from ...models import Offer, ProductImage, StockMovement, Store
from ...models.offers import OfferQuerySet
from ...sell_forms import OfferForm, OfferSearchForm, PriceAndStockForm
from ...services.offers import delete_offer, update_offer
from .base import SellerListView, SellerMixin, ServiceFormView


@dataclass(frozen=True)
class Row:
    """An offer in the list, with the form that changes it in place."""

    offer: Offer
    form: PriceAndStockForm
    cover: ProductImage | None


def rows_of(offers: Sequence[Offer]) -> list[Row]:
    covers = ProductImage.objects.covers([offer.variant.product_id for offer in offers])
    return [
        Row(
            offer,
            PriceAndStockForm(initial=PriceAndStockForm.initial_of(offer), auto_id=f"offer-{offer.pk}-%s"),
            covers.get(offer.variant.product_id),
        )
        for offer in offers
    ]


class OfferListView(SellerListView):
    """One's offers, found by words, store and state."""

    template_name = "shop_catalog/sell/offer_list.html"
    section = "offers"

    @cached_property
    def form(self) -> OfferSearchForm:
        form = OfferSearchForm(self.request.GET)
        form.fields["store"].queryset = Store.objects.run_by(self.request.user).order_by("pk")  # type: ignore[attr-defined]
        return form

    def rows(self) -> OfferQuerySet:
        wish = self.form.cleaned_data if self.form.errors is not None else {}
        offers: OfferQuerySet = Offer.objects.run_by(self.request.user).named(wish.get("q", ""))
        if store := wish.get("store"):
            offers = offers.filter(store=store)
        match wish.get("show"):
            case "low":
                offers = offers.scarce()
            case "sold_out":
                offers = offers.sold_out()
            case "inactive":
                offers = offers.filter(is_active=False)
        return offers.with_available().select_related("variant__product", "store").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"rows": rows_of(context["rows"]), "search_form": self.form}


class OwnOfferMixin(SellerMixin):
    """The offer of the address; those of others are not there."""

    kwargs: dict[str, Any]
    section = "offers"

    @cached_property
    def offer(self) -> Offer:
        offers = Offer.objects.run_by(self.request.user).with_available()
        offer: Offer = get_object_or_404(
            offers.select_related("variant__product", "store"), public_id=self.kwargs["offer"]
        )
        return offer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"offer": self.offer})


class OfferEditView(OwnOfferMixin, ServiceFormView):
    template_name = "shop_catalog/sell/offer_form.html"
    form_class: type[PriceAndStockForm] = OfferForm

    def get_initial(self) -> dict[str, Any]:
        return PriceAndStockForm.initial_of(self.offer)

    def save(self, form: PriceAndStockForm) -> HttpResponse:
        update_offer(offer=self.offer, **form.changes)
        messages.success(self.request, _("%(offer)s is saved.") % {"offer": self.offer.variant})
        wanted = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            wanted, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return redirect(wanted if is_ours else "shop_catalog_sell:offer-list")


class PriceAndStockView(OfferEditView):
    """Changes an offer from its row in the list; scripts get the row, without them the page of the offer shows what is wrong."""

    form_class = PriceAndStockForm
    row_template_name = "shop_catalog/sell/partials/offer_row.html"

    @property
    def is_in_place(self) -> bool:
        return "HX-Request" in self.request.headers

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"auto_id": f"offer-{self.offer.pk}-%s"} if self.is_in_place else kwargs

    def save(self, form: PriceAndStockForm) -> HttpResponse:
        answer = super().save(form)
        if not self.is_in_place:
            return answer
        del self.offer  # as it is now
        return self.show_row(*rows_of([self.offer]))

    def show(self, form: Any, *, status: int) -> HttpResponse:
        if not self.is_in_place:
            return super().show(form, status=status)
        (row,) = rows_of([self.offer])
        return self.show_row(Row(row.offer, form, row.cover), status=422)

    def show_row(self, row: Row, *, status: int = 200) -> HttpResponse:
        return render(self.request, self.row_template_name, {"row": row, "is_partial": True}, status=status)


class MovementListView(OwnOfferMixin, SellerListView):
    """What came and went of an offer, the latest first."""

    template_name = "shop_catalog/sell/movement_list.html"

    def rows(self) -> Any:
        return StockMovement.objects.filter(offer=self.offer).newest()


class OfferDeleteView(OwnOfferMixin, TemplateView):
    """Asks before an offer goes."""

    template_name = "shop_catalog/sell/offer_delete.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            delete_offer(offer=self.offer, seller=self.seller)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return redirect("shop_catalog_sell:offer-edit", self.offer.ref)
        messages.success(request, _("%(offer)s is no longer offered.") % {"offer": self.offer.variant})
        return redirect("shop_catalog_sell:offer-list")
