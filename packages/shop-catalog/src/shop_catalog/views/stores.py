"""The page of a store."""

from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from shop_core.addresses import country_name

from ..models import Store
from ..narrowing import Narrowing
from .products import ProductListView


class StoreView(ProductListView):
    """What one store offers, as it offers it; a closed one is not there."""

    template_name = "shop_catalog/store.html"
    category_nodes = ()

    @cached_property
    def store(self) -> Store:
        stores = Store.objects.open().select_related("seller")
        store: Store = get_object_or_404(stores, slug=self.kwargs["slug"])
        return store

    @cached_property
    def narrowing(self) -> Narrowing:
        return replace(super().narrowing, store=self.store.public_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seller = self.store.seller
        country = country_name(seller.country) if seller and seller.country else ""
        return super().get_context_data(**kwargs) | {"store": self.store, "country": country}
