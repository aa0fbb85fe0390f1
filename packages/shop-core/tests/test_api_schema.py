"""What OpenAPI says of refusals."""

from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, viewsets
from rest_framework.response import Response

from shop_core.api import ShopAPIMixin, ShopPagination


class NoteSerializer(serializers.Serializer):
    text = serializers.CharField()


class NoteViewSet(ShopAPIMixin, viewsets.GenericViewSet):
    serializer_class = NoteSerializer
    permission_classes = (permissions.IsAuthenticatedOrReadOnly,)
    pagination_class = ShopPagination

    @extend_schema(responses=NoteSerializer(many=True))
    def list(self, request):
        return Response()

    @extend_schema(responses={201: NoteSerializer, 409: None})
    def create(self, request):
        return Response()

    def destroy(self, request, key):
        return Response()

    @extend_schema(exclude=True)
    def update(self, request, key):
        return Response()


def test_every_operation_names_its_refusals():
    patterns = [
        path("notes/", NoteViewSet.as_view({"get": "list", "post": "create"})),
        path("notes/<int:key>/", NoteViewSet.as_view({"delete": "destroy", "put": "update"})),
    ]
    schema = SchemaGenerator(patterns=patterns).get_schema(public=True)
    answers = {
        method: sorted(operation["responses"])
        for methods in schema["paths"].values()
        for method, operation in methods.items()
    }
    assert answers == {
        "get": ["200", "400", "404"],
        "post": ["201", "400", "401", "403", "409", "415", "429"],
        "delete": ["204", "401", "403", "404", "409", "429"],
    }
    refusal = schema["paths"]["/notes/"]["post"]["responses"]["400"]
    assert refusal["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "content" not in schema["paths"]["/notes/"]["post"]["responses"]["409"]
    assert "detail" in schema["components"]["schemas"]["Problem"]["properties"]
