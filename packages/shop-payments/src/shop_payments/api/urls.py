from django.urls import path

from . import views

app_name = "shop_payments_api"

urlpatterns = [
    path("payments/start/", views.StartView.as_view(), name="start"),
    path("payments/<uuid:public_id>/", views.PaymentView.as_view(), name="payment"),
    path("payments/webhooks/<slug:provider>/", views.WebhookView.as_view(), name="webhook"),
]
