from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("shop_accounts.urls")),
    path("api/", include("shop_accounts.api.urls")),
    path("admin/", admin.site.urls),
]
