"""The endpoints of variants."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Offer, Product, Variant
from ..services.limits import count_listing
from ..services.products import add_variant
from ..services.rights import is_staff_with, seller_of, store_for
from ..services.variants import delete_variant, restore_variant, update_variant
from ..services.visibility import visible_products
from .history import RecordViewSet
from .permissions import VariantRights
from .serializers.variants import VariantSerializer
from .wishes.variants import NewVariantSerializer, VariantChangesSerializer


class VariantViewSet(RecordViewSet):
    """The makes of products, with the offers of each."""

    queryset = Variant.objects.all()
    permission_classes = (IsAuthenticatedOrReadOnly, VariantRights)
    serializer_class = VariantSerializer
    filterset_fields = ("product", "sku")
    search_fields = ("name", "sku", "product__name")

    def get_queryset(self) -> QuerySet[Any]:
        reads = self.request.method in SAFE_METHODS
        products = Product.objects.on_sale() if reads else visible_products(self.request.user)
        return self.for_answers(Variant.objects.filter(product__in=products.values("pk")))

    def restore_record(self, record: Variant) -> None:
        restore_variant(variant=record)

    def for_answers(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        offers = Offer.objects.on_sale().with_available().select_related("store__seller")
        return rows.prefetch_related(Prefetch("offers", offers)).order_by("product", "position", "pk")

    @extend_schema(request=NewVariantSerializer, responses={201: VariantSerializer})
    def create(self, request: Request) -> Response:
        """Make a further variant of a product, and offer it."""
        wish = self.wish(NewVariantSerializer)
        self.check_object_permissions(request, Variant(product=wish["product"]))
        store = store_for(request.user, wish.pop("store", None))
        count_listing(user=request.user)  # type: ignore[arg-type]
        return self.answer(add_variant(**wish, store=store).variant, status.HTTP_201_CREATED)

    @extend_schema(request=VariantChangesSerializer, responses=VariantSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is named."""
        variant = self.get_object()
        return self.answer(update_variant(variant=variant, **self.wish(VariantChangesSerializer)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take a variant out of sight, and its offers off sale; a seller's stays where others offer it too."""
        by_staff = is_staff_with(request.user, "delete_product")
        delete_variant(variant=self.get_object(), seller=None if by_staff else seller_of(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def answer(self, variant: Variant, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=variant.pk)).data, status=status_code)
