from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("shop_orders.api.urls")),
    path("", include("shop_orders.urls")),
]
