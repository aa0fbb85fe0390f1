"""What the endpoints of all soft-deleted records have: who changed them, those that are deleted, and their return."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from ..services.rights import may_see_history
from ..services.told_history import changes_of, tell
from ..services.visibility import recorded, restorable
from .base import CatalogViewSet
from .serializers.history import ChangeSerializer

DELETED = OpenApiParameter(
    "deleted",
    bool,
    description="Only what is deleted: for the staff all of it, for sellers the products and offers that they deleted themselves.",
)


class RecordViewSet(CatalogViewSet):
    """Records that are deleted softly, and whose changes are written down."""

    def for_answers(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch what the answers need besides, in the order of the list."""
        return rows

    def restore_record(self, record: Any) -> None:
        """Bring a deleted record back.

        :raises ShopError: it cannot come back.
        """
        raise NotImplementedError

    @property
    def record_model(self) -> Any:
        queryset: Any = self.queryset  # type: ignore[arg-type]
        return queryset.model

    @property
    def wants_deleted(self) -> bool:
        return self.flag("deleted")

    @extend_schema(parameters=[DELETED])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not self.wants_deleted:
            return super().list(request, *args, **kwargs)
        page = self.paginate_queryset(self.filter_queryset(self.for_answers(self.deleted_rows())))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def deleted_rows(self) -> QuerySet[Any]:
        return restorable(self.record_model, self.request.user).filter(deleted_at__isnull=False)

    @extend_schema(responses=ChangeSerializer(many=True))
    @action(detail=True, filter_backends=(), permission_classes=(IsAuthenticated,))
    def history(self, request: Request, **kwargs: Any) -> Response:
        """List who changed what, the latest first: for the staff, and for the seller whose it is."""
        record = self.record_among(recorded(self.record_model, request.user))
        if not may_see_history(request.user, record):
            raise PermissionDenied
        page: Any = self.paginate_queryset(changes_of(record))
        return self.get_paginated_response(ChangeSerializer(tell(page, to=request.user), many=True).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], filter_backends=(), permission_classes=(IsAuthenticated,))
    def restore(self, request: Request, **kwargs: Any) -> Response:
        """Bring a deleted record back, for whom ``?deleted=true`` lists it; one that is there stays as it is."""
        record = self.record_among(restorable(self.record_model, request.user))
        self.restore_record(record)
        return self.answer_restored(record)

    def answer_restored(self, record: Any) -> Response:
        rows = self.for_answers(self.record_model.all_objects.all())
        return Response(self.get_serializer(rows.get(pk=record.pk)).data)

    def record_among(self, rows: QuerySet[Any]) -> Any:
        """Return the record of the address, if it is one of these."""
        return get_object_or_404(rows, **{self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]})
