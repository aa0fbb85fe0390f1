"""The endpoints of shop-catalog, relative to where they are mounted, such as ``/api/``."""

from rest_framework.routers import SimpleRouter

from . import views

app_name = "shop_catalog_api"

router = SimpleRouter(use_regex_path=False)
router.register("categories", views.CategoryViewSet, basename="category")
router.register("products", views.ProductViewSet, basename="product")
router.register("product-variants", views.VariantViewSet, basename="variant")
router.register("reviews", views.ReviewViewSet, basename="review")
router.register("sellers", views.SellerViewSet, basename="seller")
router.register("stores", views.StoreViewSet, basename="store")
router.register("store-items", views.StoreItemViewSet, basename="store-item")

urlpatterns = router.urls
