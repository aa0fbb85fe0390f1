"""What is measured: the shop's own endpoints, and the same work done otherwise."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from . import floor, plain


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [
    path("empty/", empty),
    path("products/", include("shop_catalog.urls")),
    path("api/", include("shop_catalog.api.urls")),
    path("floor/", include(floor.urlpatterns)),
    path("plain/", include(plain.urlpatterns)),
]
