"""Leaving: the export of one's data, the deactivation and the deletion of the account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from shop_core.api import ShopAPIMixin
from shop_core.api.schema import ProblemSchema

from ..exceptions import NothingScheduledError
from ..guards import SensitiveMixin
from ..models import DeletionRequest
from ..services.deactivation import deactivate_own_account
from ..services.deletion import cancel_deletion, schedule_own_deletion
from ..services.export import export_own_data
from .mfa import ProofSerializer
from .throttling import LeavingThrottle

ARCHIVE = "my-data-{:%Y-%m-%d}.zip"


class DeletionSerializer(serializers.ModelSerializer[DeletionRequest]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seconds_left = serializers.IntegerField(read_only=True)

    class Meta:
        model = DeletionRequest
        fields = ("id", "scheduled_at", "due_at", "seconds_left")
        read_only_fields = fields


class ProofView(SensitiveMixin, ShopAPIMixin, GenericAPIView[Any]):
    permission_classes = [IsAuthenticated]
    throttle_classes = [LeavingThrottle]
    serializer_class = ProofSerializer

    def parse(self, request: Request) -> dict[str, Any]:
        """Return what the services ask for."""
        serializer = ProofSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return {"user": request.user, "request": request, "password": serializer.validated_data["password"]}


class DeactivateView(ProofView):
    """Deactivate one's own account: it is logged out everywhere, its data is kept, and only the staff wakes it up."""

    @extend_schema(responses={204: OpenApiResponse(description="Deactivated.")})
    def post(self, request: Request) -> Response:
        deactivate_own_account(**self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ScheduledSchema(ProblemSchema):
    """Describes that there may be nothing scheduled."""

    def refusals(self, operation: dict[str, Any]) -> list[HTTPStatus]:
        return [*super().refusals(operation), HTTPStatus.NOT_FOUND]


class DeletionView(ProofView):
    """The deletion of one's own account."""

    schema: Any = ScheduledSchema()

    @extend_schema(responses=DeletionSerializer)
    def get(self, request: Request) -> Response:
        """Tell when the account will be deleted; 404 where nothing is scheduled."""
        scheduled = DeletionRequest.objects.scheduled_for(request.user)  # type: ignore[arg-type]
        if scheduled is None:
            raise NothingScheduledError
        return Response(DeletionSerializer(scheduled).data)

    @extend_schema(responses={202: DeletionSerializer})
    def post(self, request: Request) -> Response:
        """Schedule the deletion; asked for once more, the time begins anew."""
        scheduled = schedule_own_deletion(**self.parse(request))
        return Response(DeletionSerializer(scheduled).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={204: OpenApiResponse(description="The account stays.")})
    def delete(self, request: Request) -> Response:
        """Take the deletion back; this takes no password."""
        cancel_deletion(user=request.user, request=request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportView(ProofView):
    """Download everything that the shop knows of one, as a ZIP file; a recent login needs no password."""

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def post(self, request: Request) -> FileResponse:
        archive = export_own_data(**self.parse(request))
        answer = FileResponse(archive, as_attachment=True, filename=ARCHIVE.format(timezone.now()))
        answer["Cache-Control"] = "no-store"
        return answer
