from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("products/", include("shop_catalog.urls")),
    path("sell/", include("shop_catalog.sell_urls")),
    path("api/", include("shop_catalog.api.urls")),
]
