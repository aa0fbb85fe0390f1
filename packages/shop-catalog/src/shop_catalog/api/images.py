"""The endpoints of pictures."""

from typing import Any

from django.core.exceptions import ValidationError as NoPicture
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Product, ProductImage
from ..services.images import add_image, delete_image, describe_image, move_image
from ..services.visibility import visible_products
from .base import CatalogViewSet
from .permissions import ImageRights
from .serializers.images import GalleryImageSerializer
from .wishes.images import ImageChangesSerializer, NewImageSerializer


class ImageViewSet(CatalogViewSet):
    """The gallery of a product, its cover first."""

    queryset = ProductImage.objects.select_related("product").order_by("position", "pk")
    permission_classes = (IsAuthenticatedOrReadOnly, ImageRights)
    parser_classes = (JSONParser, MultiPartParser)
    serializer_class = GalleryImageSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(product=self.product)

    @cached_property
    def product(self) -> Product:
        """The product of the address, if the person who asks can see it."""
        product: Product = get_object_or_404(visible_products(self.request.user), pk=self.kwargs["product_pk"])
        return product

    @extend_schema(request={"multipart/form-data": NewImageSerializer}, responses={201: GalleryImageSerializer})
    def create(self, request: Request, product_pk: int) -> Response:
        """Add a picture at the end of the gallery; it is written anew, without its metadata."""
        self.check_object_permissions(request, ProductImage(product=self.product))
        try:
            made = add_image(product=self.product, **self.wish(NewImageSerializer))
        except NoPicture as refusal:
            raise ValidationError({"file": refusal.messages}) from None
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request={"application/json": ImageChangesSerializer}, responses=GalleryImageSerializer)
    def partial_update(self, request: Request, product_pk: int, pk: int) -> Response:
        """Say anew what a picture shows, or put it at another place of the gallery."""
        image = self.get_object()
        changes = self.wish(ImageChangesSerializer)
        if "alt" in changes:
            describe_image(image=image, alt=changes["alt"])
        if "position" in changes:
            move_image(image=image, position=changes["position"])
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, product_pk: int, pk: int) -> Response:
        """Take a picture out of the gallery."""
        delete_image(image=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
