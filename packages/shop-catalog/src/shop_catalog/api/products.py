"""The endpoints of products."""

from typing import Any

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from ..filters import ProductFilter
from ..models import Product
from ..services.products import create_product, delete_product, update_product
from ..services.rights import is_staff_with, seller_of, store_for
from ..services.visibility import visible_products
from .base import CatalogViewSet
from .permissions import ProductRights
from .serializers.products import ProductCardSerializer, ProductSerializer
from .wishes.products import NewProductSerializer, ProductChangesSerializer


class ProductViewSet(CatalogViewSet):
    """Products on sale; the staff and sellers make new ones."""

    queryset = Product.objects.on_sale().for_cards()
    permission_classes = (ProductRights,)
    filter_backends = (filters.DjangoFilterBackend,)
    filterset_class = ProductFilter

    def get_serializer_class(self) -> Any:
        return ProductCardSerializer if self.action == "list" else ProductSerializer

    @extend_schema(request=NewProductSerializer, responses={201: ProductSerializer})
    def create(self, request: Request) -> Response:
        """Make a product with one variant, and offer it: in the named store, else the shop's own or the seller's first."""
        wish = self.wish(NewProductSerializer)
        self.refuse_featuring(wish.get("is_featured", False))
        store = store_for(request.user, wish.pop("store", None))
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

    def get_queryset(self) -> Any:
        return super().get_queryset() if self.request.method in SAFE_METHODS else visible_products(self.request.user)

    def refuse_featuring(self, wanted: bool, now: bool = False) -> None:
        """Leave it to the staff what the shop recommends.

        :raises PermissionDenied: a seller wants to change it.
        """
        if wanted != now and not is_staff_with(self.request.user, "change_product"):
            raise PermissionDenied(_("Only the staff says what is featured."))

    def answer(self, product: Product, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(ProductSerializer(Product.objects.for_cards().get(pk=product.pk)).data, status=status_code)
