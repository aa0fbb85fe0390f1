from django.urls import include, path

urlpatterns = [path("me/", include("shop_accounts.urls.one_prefix"))]
