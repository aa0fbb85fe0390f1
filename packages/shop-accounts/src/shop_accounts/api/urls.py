"""Meant for ``/api/``: ``token/...`` and ``accounts/...``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from . import accounts, tokens

app_name = "shop_accounts_api"

router = SimpleRouter(use_regex_path=False)
router.register("addresses", accounts.AddressViewSet, basename="address")

urlpatterns = [
    path("token/", tokens.ObtainView.as_view(), name="token-obtain"),
    path("token/refresh/", tokens.RefreshView.as_view(), name="token-refresh"),
    path("token/verify/", tokens.VerifyView.as_view(), name="token-verify"),
    path("accounts/register/", accounts.RegisterView.as_view(), name="register"),
    path("accounts/login/", tokens.LoginView.as_view(), name="login"),
    path("accounts/me/", accounts.MeView.as_view(), name="me"),
    path("accounts/", include(router.urls)),
]
