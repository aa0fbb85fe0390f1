"""The endpoints of what stores offer."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..filters import YesNoFilter
from ..models import Offer, StockMovement
from ..services.limits import count_listing
from ..services.offers import create_offer, delete_offer, restore_offer, update_offer
from ..services.rights import is_staff_with, seller_of, store_for
from ..services.stock import receive
from ..services.visibility import own_stores, visible_offers
from .history import RecordViewSet
from .permissions import OfferRights
from .serializers.offers import MovementSerializer, StoreItemSerializer
from .wishes.offers import NewOfferSerializer, OfferChangesSerializer, ReceiptSerializer


class ItemFilter(filters.FilterSet):  # type: ignore[misc]
    store = filters.UUIDFilter(field_name="store__public_id")
    product = filters.NumberFilter(field_name="variant__product", max_value=BigIntegerField.MAX_BIGINT)
    mine = YesNoFilter(
        method="filter_mine", label="Only one's own, but also what is off sale, and with what is in stock."
    )

    class Meta:
        model = Offer
        fields = ("variant",)

    def filter_mine(self, offers: Any, name: str, value: bool) -> Any:
        return offers.filter(is_own=True) if value else offers


class StoreItemViewSet(RecordViewSet):
    """What stores offer; how many they have is for their sellers and the staff to see."""

    queryset = Offer.objects.all()
    permission_classes = (IsAuthenticatedOrReadOnly, OfferRights)
    serializer_class = StoreItemSerializer
    filterset_class = ItemFilter
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    search_fields = ("variant__product__name", "variant__sku")

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        with_hidden = self.flag("mine") or self.action != "list"
        return self.for_answers(visible_offers(user) if with_hidden else Offer.objects.on_sale())

    def for_answers(self, rows: Any) -> QuerySet[Any]:
        own = own_stores(self.request.user).filter(pk=OuterRef("store"))
        offers: QuerySet[Any] = rows.with_available().annotate(is_own=Exists(own))
        return offers.select_related("variant__product", "store__seller").order_by("pk")

    def restore_record(self, record: Offer) -> None:
        by_staff = is_staff_with(self.request.user, "change_offer")
        restore_offer(offer=record, seller=None if by_staff else seller_of(self.request.user))

    @extend_schema(request=NewOfferSerializer, responses={201: StoreItemSerializer})
    def create(self, request: Request) -> Response:
        """Offer a variant in a store, with what stands on its shelf."""
        wish = self.wish(NewOfferSerializer)
        store = store_for(request.user, wish.pop("store", None))
        count_listing(user=request.user)  # type: ignore[arg-type]
        return self.answer(create_offer(**wish, store=store), status.HTTP_201_CREATED)

    @extend_schema(request=OfferChangesSerializer, responses=StoreItemSerializer)
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Change what is named, all of it or nothing."""
        offer = self.get_object()
        return self.answer(update_offer(offer=offer, **self.wish(OfferChangesSerializer)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, public_id: str) -> Response:
        """Take an offer out of sight; while units are held for orders it stays."""
        by_staff = is_staff_with(request.user, "change_store")
        delete_offer(offer=self.get_object(), seller=None if by_staff else seller_of(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=MovementSerializer(many=True))
    @action(detail=True, filter_backends=(), permission_classes=(IsAuthenticated,))
    def movements(self, request: Request, public_id: str) -> Response:
        """List what came and went, the latest first: for the offer's seller and the staff."""
        offer = self.get_object()
        if not offer.is_own:
            raise PermissionDenied
        page = self.paginate_queryset(StockMovement.objects.filter(offer=offer).order_by("-pk"))
        return self.get_paginated_response(MovementSerializer(page, many=True).data)

    @extend_schema(request=ReceiptSerializer, responses=StoreItemSerializer)
    @action(detail=True, methods=["post"], filter_backends=())
    def receive(self, request: Request, public_id: str) -> Response:
        """Book units that arrived; told twice with the same reference, done once."""
        offer = self.get_object()
        wish = self.wish(ReceiptSerializer)
        receive(offer=offer, quantity=wish["quantity"], reference=f"receipt:{wish['reference']}")
        return self.answer(offer)

    def answer(self, offer: Offer, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=offer.pk)).data, status=status_code)
