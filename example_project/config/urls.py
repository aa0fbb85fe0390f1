"""Where everything is: each package owns what comes after its prefix."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView
from storefront import views
from storefront.codes import CodeDocsView, last_code_json
from storefront.errors import page_not_found

handler400 = "storefront.errors.bad_request"
handler403 = "storefront.errors.permission_denied"
handler404 = "storefront.errors.page_not_found"
handler500 = "storefront.errors.server_error"

swagger = SpectacularSwaggerView.as_view(url_name="schema")
redoc = SpectacularRedocView.as_view(url_name="schema")

pages = [
    path("", views.home, name="home"),
    path("privacy/", TemplateView.as_view(template_name="storefront/privacy.html"), name="privacy"),
    path("terms/", TemplateView.as_view(template_name="storefront/terms.html"), name="terms"),
    path("language/", set_language, name="set_language"),
    path("", include("shop_accounts.urls")),
    path("products/", include("shop_catalog.urls")),
    path("sell/", include("shop_catalog.sell_urls")),
    path("", include("shop_orders.urls")),
    path("payments/", include("shop_payments.urls")),
    path("chat/", include("shop_chat.urls")),
]

api = [
    path("", include("shop_accounts.api.urls")),
    path("", include("shop_catalog.api.urls")),
    path("", include("shop_orders.api.urls")),
    path("", include("shop_payments.api.urls")),
    path("chat/", include("shop_chat.api.urls")),
]

docs = [
    path("api/schema.yaml", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", swagger, name="api-docs"),
    path("api/docs+/", CodeDocsView.as_view(), name="dev-docs"),
    path("api/docs+/code.json", last_code_json, name="dev-code-json"),
    path("swagger/", swagger),
    path("api/redoc/", redoc, name="api-redoc"),
    path("redoc/", redoc),
]

operation = [
    path("admin/", admin.site.urls),
    path("healthz/", views.healthz, name="healthz"),
    path("readyz/", views.readyz, name="readyz"),
    path("dev/mail/", views.dev_mail, name="dev-mail"),
    path("dev/mail.json", views.dev_mail_json, name="dev-mail-json"),
]

urlpatterns = [
    *pages,
    *docs,
    path("api/", include(api)),
    *operation,
    *(static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT) if settings.DEBUG else []),
    re_path(r"^.*/$", page_not_found),  # so that the shop's own page shows with DEBUG on, too
]
