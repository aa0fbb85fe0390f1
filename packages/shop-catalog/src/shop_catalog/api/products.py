"""The endpoints of products."""

from typing import Any

from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, status
from rest_framework.request import Request
from rest_framework.response import Response

from ..filters import ProductFilter
from ..models import Product
from ..services.products import create_product
from .base import CatalogViewSet
from .serializers.products import NewProductSerializer, ProductCardSerializer, ProductSerializer


class ProductViewSet(CatalogViewSet):
    """Products on sale; people with the right to add products make new ones."""

    queryset = Product.objects.on_sale().for_cards()
    permission_classes = (permissions.DjangoModelPermissionsOrAnonReadOnly,)
    filter_backends = (filters.DjangoFilterBackend,)
    filterset_class = ProductFilter

    def get_serializer_class(self) -> Any:
        return ProductCardSerializer if self.action == "list" else ProductSerializer

    @extend_schema(request=NewProductSerializer, responses={201: ProductSerializer})
    def create(self, request: Request) -> Response:
        """Make a product with one variant and an offer of the shop itself."""
        wish = NewProductSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        made = create_product(**wish.validated_data, creator=request.user)  # type: ignore[arg-type]
        answer = self.get_serializer(self.get_queryset().get(pk=made.pk))
        return Response(answer.data, status=status.HTTP_201_CREATED)
