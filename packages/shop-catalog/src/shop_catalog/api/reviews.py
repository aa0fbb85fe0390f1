"""The endpoints of reviews."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Review
from ..services.review_reports import report_review
from ..services.reviews import edit_review, publish_review, remove_review, restore_review
from ..services.rights import AnyUser, may_edit_review, may_remove_review
from ..services.visibility import visible_reviews
from .history import RecordViewSet
from .permissions import WritesByRight
from .wishes.reviews import NewReviewSerializer, ReviewChangesSerializer, ReviewReportSerializer


class ReviewSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="author_name", read_only=True)

    class Meta:
        model = Review
        fields = ("id", "product", "rating", "text", "name", "state", "created_at")
        read_only_fields = fields


class ReviewRights(WritesByRight):
    """Authors change their own; they and the staff take reviews away."""

    def may_change(self, user: AnyUser, row: Any) -> bool:
        return may_edit_review(user, row)

    def may_delete(self, user: AnyUser, row: Any) -> bool:
        return may_remove_review(user, row)


class ReviewViewSet(RecordViewSet):
    """What buyers say; a buyer writes one for each product."""

    queryset = Review.objects.all()
    permission_classes = (IsAuthenticatedOrReadOnly, ReviewRights)
    serializer_class = ReviewSerializer
    filterset_fields = ("product", "rating")
    search_fields = ("text",)

    def get_queryset(self) -> Any:
        everybodys = self.action in ("list", "report")
        reviews = Review.objects.published() if everybodys else visible_reviews(self.request.user)
        return self.for_answers(reviews.filter(product__deleted_at=None))

    def for_answers(self, rows: Any) -> Any:
        return rows.newest()

    def restore_record(self, record: Review) -> None:
        restore_review(review=record)

    @extend_schema(request=NewReviewSerializer, responses={201: ReviewSerializer})
    def create(self, request: Request) -> Response:
        """Review a product that one has bought; where reviews are moderated, its ``state`` is ``pending``."""
        review = publish_review(author=request.user, **self.wish(NewReviewSerializer))  # type: ignore[arg-type]
        return Response(ReviewSerializer(review).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReviewChangesSerializer, responses=ReviewSerializer)
    def update(self, request: Request, pk: int) -> Response:
        """Write one's own review anew."""
        return self.partial_update(request, pk)

    @extend_schema(request=ReviewChangesSerializer, responses=ReviewSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change one's own review; where reviews are moderated, and after a rejection, it is ``pending`` again."""
        review = edit_review(review=self.get_object(), **self.wish(ReviewChangesSerializer))
        return Response(ReviewSerializer(review).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Delete one's own review; the staff rejects those of others."""
        remove_review(review=self.get_object(), by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ReviewReportSerializer, responses={201: ReviewReportSerializer})
    @action(detail=True, methods=["post"], filter_backends=(), permission_classes=(IsAuthenticated,))
    def report(self, request: Request, pk: int) -> Response:
        """Tell the staff that a review should not be there, once for each review."""
        report = report_review(review=self.get_object(), by=request.user, **self.wish(ReviewReportSerializer))  # type: ignore[arg-type]
        return Response(ReviewReportSerializer(report).data, status=status.HTTP_201_CREATED)
