"""The page of all categories."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ..models import Category


class CategoryListView(TemplateView):
    """The whole tree, with the number of products below each category."""

    template_name = "shop_catalog/category_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = [(_("Products"), reverse("shop_catalog:product-list")), (_("All categories"), "")]
        return super().get_context_data(nodes=Category.objects.live().tree(), breadcrumbs=way, **kwargs)
