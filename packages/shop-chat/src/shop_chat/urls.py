"""The pages of shop-chat; mount them where you like: ``path("chat/", include("shop_chat.urls"))``."""

from django.urls import path

from . import views

app_name = "shop_chat"
urlpatterns = [
    path("support/", views.support, name="support"),
    path("staff/", views.staff, name="staff"),
]
