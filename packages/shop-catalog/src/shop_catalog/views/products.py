"""Lists of products, and the page of each."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from ..conf import conf
from ..filters import ProductFilter
from ..forms import ReviewForm
from ..models import Category, Offer, Product, Review, Variant
from ..services.reviews import may_review

REVIEWS_PER_PAGE = 10


class ProductListView(ListView):
    """All products on sale, searched, filtered, sorted and paged by the query string."""

    template_name = "shop_catalog/product_list.html"
    context_object_name = "products"

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int:
        return conf.options.PAGE_SIZE

    @cached_property
    def category(self) -> Category | None:
        """The category that the query string names."""
        name = self.request.GET.get("category")
        return Category.objects.live().named(name) if name else None

    @cached_property
    def filter(self) -> ProductFilter:
        return ProductFilter(self.request.GET, queryset=Product.objects.on_sale(), request=self.request)

    def get_queryset(self) -> QuerySet[Any]:
        products: QuerySet[Any] = self.filter.qs.for_cards()
        return products

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Show the nearest page for a number that is none: lists shrink, bookmarks stay."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.filter.form,
            category=self.category,
            category_nodes=Category.objects.live().around(self.category).tree(current=self.category),
            breadcrumbs=_breadcrumbs(self.category),
            search=self.request.GET.get("search", ""),
            **kwargs,
        )


class CategoryView(ProductListView):
    """The landing page of a category, with the products of everything below it."""

    template_name = "shop_catalog/category.html"

    @cached_property
    def category(self) -> Category:
        category: Category = get_object_or_404(Category.objects.live(), url_path=self.kwargs["url_path"])
        return category

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().within(self.category)  # type: ignore[attr-defined,no-any-return]


class ProductDetailView(DetailView):
    """One product: pictures, variants, offers and reviews."""

    template_name = "shop_catalog/product_detail.html"
    context_object_name = "product"

    def get_queryset(self) -> QuerySet[Any]:
        products: QuerySet[Any] = Product.objects.for_cards()
        return products

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product: Product = self.object
        variant, offer = _chosen(product, self.request)
        reviews = Review.objects.filter(product=product)
        context = {
            "variant": variant,
            "offer": offer,
            "other_offers": [
                each for each in product.offers if offer and each.variant_id == offer.variant_id and each != offer
            ],
            "images": product.images.all(),
            "breadcrumbs": [*_breadcrumbs(product.category, linked=True), (product.name, "")],
            "histogram": _histogram(product),
            "reviews": Paginator(reviews.newest(), REVIEWS_PER_PAGE).get_page(self.request.GET.get("page")),
            "review_form": ReviewForm() if may_review(product=product, user=self.request.user) else None,
        }
        return super().get_context_data(**(context | kwargs))


def _chosen(product: Product, request: HttpRequest) -> tuple[Variant | None, Offer | None]:
    """Return the variant and the offer that the query string names; where it names none, the best."""
    offer = next((each for each in product.offers if each.ref == request.GET.get("offer")), product.best_offer)
    variants = {str(each.pk): each for each in product.variants.all()}
    variant = variants.get(request.GET.get("variant", ""))
    if variant is None:
        return (variants.get(str(offer.variant_id)) if offer else next(iter(variants.values()), None)), offer
    return variant, next((each for each in product.offers if each.variant_id == variant.pk), None)


def _histogram(product: Product) -> list[tuple[int, int, int]]:
    """Return each rating with its number of reviews and its percentage."""
    counts = product.rating_histogram.items()
    return [(stars, count, round(100 * count / product.rating_count) if count else 0) for stars, count in counts]


def _breadcrumbs(category: Category | None, *, linked: bool = False) -> list[tuple[str, str]]:
    """Return the way to a category; the category itself is linked where it is not the page."""
    way = [(_("Products"), reverse("shop_catalog:product-list"))]
    if category is None:
        return way
    way += [(each.name, each.get_absolute_url()) for each in Category.objects.lineage({category.path})]
    return way if linked else [*way[:-1], (category.name, "")]
