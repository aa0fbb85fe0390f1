"""The pages of shop-catalog, relative to where they are mounted, such as ``/products/``."""

from django.urls import path

from . import views

app_name = "shop_catalog"

urlpatterns = [
    path("", views.ProductListView.as_view(), name="product-list"),
    path("category/", views.CategoryListView.as_view(), name="category-list"),
    path("category/<path:url_path>/", views.CategoryView.as_view(), name="category"),
    path("stores/<str:slug>/", views.StoreView.as_view(), name="store"),
    path("<str:slug>/", views.ProductDetailView.as_view(), name="product-detail"),
    path("<str:slug>/reviews/", views.ReviewCreateView.as_view(), name="review-create"),
    path("reviews/<int:pk>/edit/", views.ReviewEditView.as_view(), name="review-edit"),
    path("reviews/<int:pk>/delete/", views.ReviewDeleteView.as_view(), name="review-delete"),
    path("reviews/<int:pk>/report/", views.ReviewReportView.as_view(), name="review-report"),
]
