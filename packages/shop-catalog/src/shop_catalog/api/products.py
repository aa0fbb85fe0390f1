"""The endpoints of products."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..facets import Facets
from ..filters import PREFIX, ProductFilter, plain_narrowing, wrong_bounds
from ..models import Listing, Product
from ..narrowing import Narrowing
from ..reading import Cards, read_document
from ..services import documents
from ..services.limits import count_listing
from ..services.products import create_product, delete_product, restore_product, update_product
from ..services.rights import is_staff_with, seller_of, store_for
from ..services.visibility import visible_products
from .history import DELETED, RecordViewSet
from .permissions import ProductRights
from .responses import StoredPage, origin_of
from .serializers.products import ProductPageSerializer, ProductSerializer
from .wishes.products import NewProductSerializer, ProductChangesSerializer

FACETS = OpenApiParameter("facets", bool, description="Answer too how many products each further filter would leave.")


class ProductFilterBackend(filters.DjangoFilterBackend):  # type: ignore[misc]
    """Tells of the filters, which narrow the listings of the products, not the products."""

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        return ProductFilter

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        return queryset


class ProductViewSet(RecordViewSet):
    """Products on sale; the staff and sellers make new ones."""

    queryset = Product.objects.on_sale()
    permission_classes = (IsAuthenticatedOrReadOnly, ProductRights)
    filter_backends = (ProductFilterBackend,)
    filterset_class = ProductFilter
    own_words = ("facets",)
    word_prefix = PREFIX
    serializer_class = ProductSerializer

    @extend_schema(parameters=[FACETS, DELETED], responses=ProductPageSerializer)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Answer a page of products; a search that finds nothing answers what was probably meant, as ``corrected``, or has some of the words."""
        if self.wants_deleted:
            return self.list_deleted()
        narrowing = self.narrowing()
        extra: dict[str, Any] = {}
        has_facets = self.flag("facets")
        facets = Facets(narrowing) if has_facets else None
        page, refusal = self.cut_page_or_refusal(narrowing, facets)
        if not page and (corrected := narrowing.corrected()):
            narrowing, extra["corrected"] = corrected, corrected.search
            extra["is_partial"] = corrected.any_word
            facets = Facets(narrowing) if has_facets else None
            page = self.cut_page(narrowing, facets)
        elif refusal:
            raise refusal
        if facets:
            extra["facets"] = facets.as_json()
        now, origin = timezone.now(), origin_of(request)
        cards = [documents.card_in_stock(card, since is not None and since <= now, origin) for card, since in page]
        return StoredPage(self.paginator.envelope() | extra, cards)  # type: ignore[union-attr]

    @extend_schema(responses=ProductSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer a product whole."""
        return Response(self.document(kwargs["pk"]))

    @extend_schema(request=NewProductSerializer, responses={201: ProductSerializer})
    def create(self, request: Request) -> Response:
        """Make a product with one variant, and offer it: in the named store, else the shop's own or the seller's first."""
        wish = self.wish(NewProductSerializer)
        self.refuse_featuring(wish.get("is_featured", False))
        store = store_for(request.user, wish.pop("store", None))
        count_listing(user=request.user)  # type: ignore[arg-type]
        made = create_product(**wish, store=store, creator=request.user)  # type: ignore[arg-type]
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=ProductChangesSerializer, responses=ProductSerializer)
    def update(self, request: Request, pk: int) -> Response:
        """Say anew what a product is; under a new name it keeps its address."""
        return self.partial_update(request, pk)

    @extend_schema(request=ProductChangesSerializer, responses=ProductSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is named; under a new name the product keeps its address."""
        product = self.get_object()
        changes = self.wish(ProductChangesSerializer)
        self.refuse_featuring(changes.get("is_featured", product.is_featured), product.is_featured)
        return self.answer(update_product(product=product, **changes))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take a product out of sight; a seller's stays where others offer it too."""
        by_staff = is_staff_with(request.user, "delete_product")
        delete_product(product=self.get_object(), seller=None if by_staff else seller_of(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def list_deleted(self) -> Response:
        """Answer a page of what is deleted, in place of what is on sale; no filter holds there."""
        page = self.paginate_queryset(self.deleted_rows().for_cards().newest()) or []  # type: ignore[attr-defined]
        return self.get_paginated_response([documents.card(product) | {"in_stock": False} for product in page])

    def restore_record(self, record: Product) -> None:
        by_staff = is_staff_with(self.request.user, "change_product")
        restore_product(product=record, seller=None if by_staff else seller_of(self.request.user))

    def answer_restored(self, record: Product) -> Response:
        return self.answer(record)

    def get_queryset(self) -> Any:
        return super().get_queryset() if self.request.method in SAFE_METHODS else visible_products(self.request.user)

    def refuse_featuring(self, wanted: bool, now: bool = False) -> None:
        """Leave it to the staff what the shop recommends.

        :raises PermissionDenied: a seller wants to change it.
        """
        if wanted != now and not is_staff_with(self.request.user, "change_product"):
            raise PermissionDenied(_("Only the staff says what is featured."))

    def answer(self, product: Product, status_code: int = status.HTTP_200_OK) -> Response:
        whole = Product.objects.for_documents().get(pk=product.pk)
        return Response(documents.fresh(whole, origin_of(self.request)), status=status_code)

    def as_read(self) -> Any:
        return self.answer(self.get_object()).data

    def cut_page(self, narrowing: Narrowing, facets: Facets | None) -> Sequence[Any]:
        """Return the rows of the page that is asked for."""
        cards: Any = Cards(narrowing, facets)  # sliced like a queryset
        return self.paginate_queryset(cards) or []

    def cut_page_or_refusal(self, narrowing: Narrowing, facets: Facets | None) -> tuple[Sequence[Any], NotFound | None]:
        """Do the same; where nothing is found at all, a further page may be one of what is found instead."""
        try:
            return self.cut_page(narrowing, facets), None
        except NotFound as refusal:
            if Cards(narrowing, facets).count_up_to(1):
                raise
            return [], refusal

    def narrowing(self) -> Narrowing:
        """Return what the query string asks.

        :raises ValidationError: something in it is wrong.
        """
        if wrong := wrong_bounds(self.request.query_params):
            raise ValidationError({name: [_("Write a number.")] for name in wrong})
        if (narrowing := plain_narrowing(self.request.query_params)) is not None:
            return narrowing
        backend = ProductFilterBackend()
        product_filter = backend.get_filterset(self.request, Listing.objects.all(), self)
        if not product_filter.is_valid():
            raise filters.backends.utils.translate_validation(product_filter.errors)
        asked: Narrowing = product_filter.narrowing
        return asked

    def document(self, key: int) -> documents.Document:
        """Return a product as its endpoint answers it, in two queries."""
        document = read_document(key, origin_of(self.request))
        if document is None:
            raise Http404
        return document
