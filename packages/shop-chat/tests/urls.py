from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/chat/", include("shop_chat.api.urls")),
    path("chat/", include("shop_chat.urls")),
]
