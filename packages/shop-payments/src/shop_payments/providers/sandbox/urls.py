from django.urls import path

from .views import SessionView

app_name = "shop_payments_sandbox"
urlpatterns = [path("<uuid:session_id>/", SessionView.as_view(), name="session")]
