"""How a seller lists something: a product that is new here, or an offer of one that is here already."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from shop_core.exceptions import ShopError

from ...conf import conf
from ...exceptions import NoStoreError
from ...models import Product, Store
from ...sell_category_field import CategorySearchForm, offered
from ...sell_product_forms import ListingForm, NewOfferForm, NewProductForm, new_images
from ...services.images import save_gallery
from ...services.limits import count_listing
from ...services.offers import create_offer
from ...services.products import create_product
from ...services.sellers import first_store_of
from ...services.visibility import visible_products
from .base import SellerMixin, ServiceFormView


class ListingView(SellerMixin, ServiceFormView):
    """Lists something in a store of one's own; who lists very much within an hour waits."""

    section = "products"
    for_newcomers = True

    @cached_property
    def stores(self) -> QuerySet[Any]:
        stores: QuerySet[Any] = Store.objects.run_by(self.request.user).order_by("pk")
        return stores

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.stores and conf.options.WHO_SELLS != "any_user":
            messages.info(request, str(NoStoreError.message))
            return redirect("shop_catalog_sell:store-add")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stores": self.stores}

    def save(self, form: ListingForm) -> HttpResponse:
        user: Any = self.request.user
        store = form.cleaned_data.get("store") or first_store_of(user=user)
        if store is None:
            raise NoStoreError
        count_listing(user=user)
        return self.put_into(store, form)

    def put_into(self, store: Store, form: Any) -> HttpResponse:
        """List it, and say where to go.

        :raises ShopError: it cannot be.
        """
        raise NotImplementedError


class CategoryOptionsView(SellerMixin, TemplateView):
    """The categories that may be meant by what is typed into a form, for its field."""

    template_name = "shop_catalog/sell/partials/category_options.html"
    for_newcomers = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CategorySearchForm(self.request.GET)
        said = form.cleaned_data["category"] if form.is_valid() else ""
        return super().get_context_data(categories=offered(said), **kwargs)


class ProductAddView(ListingView):
    template_name = "shop_catalog/sell/product_add.html"
    form_class = NewProductForm

    def put_into(self, store: Store, form: NewProductForm) -> HttpResponse:
        fields = ("name", "category", "description", "price", "stock")
        wish = {name: form.cleaned_data[name] for name in fields}
        product = create_product(**wish, store=store, creator=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("%(product)s is listed in %(store)s.") % {"product": product, "store": store})
        try:
            save_gallery(product=product, images=new_images(form.cleaned_data["pictures"]))
        except ShopError as refusal:
            messages.warning(self.request, str(refusal))
        messages.info(self.request, _("Say more of it here: its attributes, and the sizes or colors that it comes in."))
        return redirect("shop_catalog_sell:product-edit", product.pk)


class ProductSellView(ListingView):
    """Offers a product that others offer too."""

    template_name = "shop_catalog/sell/product_sell.html"
    form_class = NewOfferForm
    kwargs: dict[str, Any]

    @cached_property
    def product(self) -> Product:
        products = visible_products(self.request.user).for_cards()
        product: Product = get_object_or_404(products, pk=self.kwargs["product"])
        return product

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"variants": self.product.variants.order_by("position", "pk")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"product": self.product})

    def put_into(self, store: Store, form: NewOfferForm) -> HttpResponse:
        wish = {name: form.cleaned_data[name] for name in ("price", "stock")}
        offer = create_offer(**wish, variant=form.chosen_variant, store=store)
        messages.success(
            self.request, _("%(product)s is listed in %(store)s.") % {"product": offer.variant, "store": store}
        )
        return redirect("shop_catalog_sell:offer-list")
