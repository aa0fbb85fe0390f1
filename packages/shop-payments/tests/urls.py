from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("shop_payments.api.urls")),
    path("payments/", include("shop_payments.urls")),
]
