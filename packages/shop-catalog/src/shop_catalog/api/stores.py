"""The endpoints of stores."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..filters import YesNoFilter
from ..models import Store
from ..services.limits import count_listing
from ..services.rights import seller_for
from ..services.stores import close_store, open_store, reopen_store, restore_store, update_store
from ..services.visibility import own_stores, visible_stores
from .history import RecordViewSet
from .permissions import StoreRights
from .serializers.stores import StoreSerializer
from .wishes.stores import NewStoreSerializer, StoreChangesSerializer


class StoreFilter(filters.FilterSet):  # type: ignore[misc]
    seller = filters.UUIDFilter(field_name="seller__public_id")
    mine = YesNoFilter(method="filter_mine", label="Only one's own, but also those that are closed.")

    class Meta:
        model = Store
        fields = ()

    def filter_mine(self, stores: Any, name: str, value: bool) -> Any:
        return stores.filter(pk__in=own_stores(self.request.user).values("pk")) if value else stores


class StoreViewSet(RecordViewSet):
    """The stores that sell here; sellers run theirs."""

    queryset = Store.objects.all()
    permission_classes = (IsAuthenticatedOrReadOnly, StoreRights)
    serializer_class = StoreSerializer
    filterset_class = StoreFilter
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    search_fields = ("name", "description")

    def get_queryset(self) -> QuerySet[Any]:
        with_hidden = self.flag("mine") or self.action != "list"
        stores = visible_stores(self.request.user) if with_hidden else Store.objects.open()
        return self.for_answers(stores)

    def for_answers(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("seller").order_by("name", "pk")

    def restore_record(self, record: Store) -> None:
        restore_store(store=record)

    @extend_schema(request=NewStoreSerializer, responses={201: StoreSerializer})
    def create(self, request: Request) -> Response:
        """Open a store, under an address of its own."""
        wish = self.wish(NewStoreSerializer)
        seller = seller_for(request.user, wish.pop("seller", None))
        count_listing(user=request.user)  # type: ignore[arg-type]
        return self.answer(open_store(**wish, seller=seller), status.HTTP_201_CREATED)

    @extend_schema(request=StoreChangesSerializer, responses=StoreSerializer)
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Change what is named; under a new name a store keeps its address."""
        store = self.get_object()
        said = {"name": store.name, "description": store.description}
        return self.answer(update_store(store=store, **said | self.wish(StoreChangesSerializer)))

    @extend_schema(request=None, responses=StoreSerializer)
    @action(detail=True, methods=["post"], filter_backends=())
    def close(self, request: Request, public_id: str) -> Response:
        """Take all that a store offers off sale, until it opens again."""
        store = self.get_object()
        close_store(store=store)
        return self.answer(store)

    @extend_schema(request=None, responses=StoreSerializer)
    @action(detail=True, methods=["post"], filter_backends=())
    def open(self, request: Request, public_id: str) -> Response:
        """Put what a closed store offers on sale again."""
        store = self.get_object()
        reopen_store(store=store)
        return self.answer(store)

    def answer(self, store: Store, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(store).data, status=status_code)
