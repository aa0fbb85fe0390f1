"""The pages: include this module under a prefix of your own, ``path("payments/", include("shop_payments.urls"))``."""

from django.apps import apps
from django.urls import include, path

from .checks import SANDBOX
from .views import payments

pages = [
    path("<uuid:public_id>/", payments.payment_detail, name="payment"),
    path("<uuid:public_id>/return/", payments.payment_return, name="return"),
    path("<uuid:public_id>/retry/", payments.payment_retry, name="retry"),
]

urlpatterns = [path("", include((pages, "shop_payments")))]
if apps.is_installed(SANDBOX):
    urlpatterns += [path("sandbox/", include(f"{SANDBOX}.urls"))]
