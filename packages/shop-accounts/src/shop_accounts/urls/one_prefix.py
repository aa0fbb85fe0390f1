"""All pages under one prefix, the profile at the prefix itself: ``path("me/", include("shop_accounts.urls.one_prefix"))``."""

from django.urls import include, path

app_name = "shop_accounts"

urlpatterns = [
    path("", include("shop_accounts.urls.entry")),
    path("", include("shop_accounts.urls.account")),
]
