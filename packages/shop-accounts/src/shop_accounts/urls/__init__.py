"""All pages, meant for the root of a site: ``path("", include("shop_accounts.urls"))``.

With everything under one prefix instead, include `shop_accounts.urls.one_prefix`.
"""

from django.urls import include, path

app_name = "shop_accounts"

urlpatterns = [
    path("", include("shop_accounts.urls.entry")),
    path("account/", include("shop_accounts.urls.account")),
]
