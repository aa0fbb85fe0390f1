"""Lists of products, and the page of each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from shop_core.pagination import LimitedPaginator

from ..conf import conf
from ..facets import Facets
from ..filters import ProductFilter
from ..forms import BatchForm
from ..models import Category, Listing, Offer, Product, Variant
from ..models.tree import CategoryNode, nest
from ..narrowing import Narrowing
from ..results import Results
from ..search.words import MAX_TEXT
from .review_section import review_section


class ProductListView(TemplateView):
    """All products on sale, searched, filtered, sorted and paged by the query string.

    With ``batch`` it answers that many further products after the first ``start``, for scripts that append them.
    """

    template_name = "shop_catalog/product_list.html"
    batch_template_name = "shop_catalog/partials/batch.html"

    @cached_property
    def category(self) -> Category | None:
        """The category that the query string names."""
        return self.narrowing.category

    @cached_property
    def narrowing(self) -> Narrowing:
        """What the reader wishes."""
        return self.filter.narrowing

    @cached_property
    def category_nodes(self) -> Sequence[CategoryNode]:
        """The tree as the menu beside the list shows it, with what is on sale, or with what of it answers the other wishes."""
        shown = Category.objects.live().around(self.category).order_by("path")
        counts = None if self.narrowing.is_bare else {each.pk: self.facets.found_in(each) for each in shown}
        return nest(shown, current=self.category, counts=counts)

    @cached_property
    def facets(self) -> Facets:
        return Facets(self.results.narrowing)

    @property
    def wishes(self) -> str:
        """The query string that keeps all wishes but the category, for links to categories; empty: there are none."""
        wishes = self.request.GET.copy()
        for name in ("category", "page"):
            wishes.pop(name, None)
        return f"?{wishes.urlencode()}" if wishes else ""

    @cached_property
    def filter(self) -> ProductFilter:
        """What the query string asks; what is wrong in it shows at its field and narrows nothing."""
        return ProductFilter(self.request.GET, queryset=Listing.objects.all(), request=self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(search := request.GET.get("search", "")) > MAX_TEXT:
            shorter = request.GET.copy()
            shorter["search"] = search[:MAX_TEXT]
            return redirect(f"{request.path}?{shorter.urlencode()}")
        if "batch" not in request.GET:
            return super().get(request, *args, **kwargs)
        batch = BatchForm(request.GET)
        if not batch.is_valid():
            return HttpResponseBadRequest(batch.errors.as_text(), content_type="text/plain; charset=utf-8")
        return self.render_batch(**batch.cleaned_data)

    def render_batch(self, *, start: int, batch: int) -> HttpResponse:
        """Answer the products from ``start`` on, and the way to the next ones."""
        products = self.results[start : start + batch + 1]
        context = {
            "products": products[:batch],
            "next_start": start + batch if len(products) > batch else None,
            "batch_size": conf.options.BATCH_SIZE,
        }
        answer = render(self.request, self.batch_template_name, context)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    @cached_property
    def results(self) -> Results:
        return Results(self.narrowing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = LimitedPaginator(self.results, conf.options.PAGE_SIZE)  # type: ignore[arg-type]
        page = paginator.get_page(self.request.GET.get("page", 1))
        return super().get_context_data(
            form=self.filter.form,
            facets=self.facets,
            wishes=self.wishes,
            narrowing=self.results.narrowing,
            results=self.results,
            page_obj=page,
            products=page.object_list,
            next_start=page.end_index() if page.has_next() else None,
            batch_size=conf.options.BATCH_SIZE,
            category=self.category,
            category_nodes=self.category_nodes,
            breadcrumbs=_breadcrumbs([node.category for node in self.category_nodes if node.is_open]),
            search=self.narrowing.search,
            **kwargs,
        )


class CategoryView(ProductListView):
    """The landing page of a category, with the products of everything below it."""

    template_name = "shop_catalog/category.html"

    @cached_property
    def category(self) -> Category:
        category: Category = get_object_or_404(Category.objects.live(), url_path=self.kwargs["url_path"])
        return category

    @cached_property
    def narrowing(self) -> Narrowing:
        return replace(super().narrowing, category=self.category, nowhere=False)


class ProductDetailView(DetailView):
    """One product: pictures, variants, offers and reviews."""

    template_name = "shop_catalog/product_detail.html"
    context_object_name = "product"

    def get_queryset(self) -> QuerySet[Any]:
        products: QuerySet[Any] = Product.objects.for_documents()
        return products

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product: Product = self.object
        variant, offer = _chosen(product, self.request)
        context = {
            "variant": variant,
            "offer": offer,
            "other_offers": [
                each for each in product.offers if offer and each.variant_id == offer.variant_id and each != offer
            ],
            "images": product.images.all(),
            "breadcrumbs": [
                *_breadcrumbs(Category.objects.lineage({product.category.path}), linked=True),
                (product.name, ""),
            ],
            **review_section(product, self.request),
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


def _breadcrumbs(lineage: Iterable[Category], *, linked: bool = False) -> list[tuple[str, str]]:
    """Return the way along categories, from the top; the last one is linked where it is not the page."""
    way = [(_("Products"), reverse("shop_catalog:product-list"))]
    way += [(each.name, each.get_absolute_url()) for each in lineage]
    return way if linked or len(way) == 1 else [*way[:-1], (way[-1][0], "")]
