"""The endpoints of shop-catalog, relative to where they are mounted, such as ``/api/``."""

from rest_framework.routers import SimpleRouter

from .attributes import AttributeViewSet, CategoryAttributeViewSet
from .categories import CategoryViewSet
from .images import ImageViewSet
from .products import ProductViewSet
from .reviews import ReviewViewSet
from .sellers import SellerViewSet
from .store_items import StoreItemViewSet
from .stores import StoreViewSet
from .variants import VariantViewSet

app_name = "shop_catalog_api"

router = SimpleRouter(use_regex_path=False)
router.register("attributes", AttributeViewSet, basename="attribute")
router.register("categories/<int:category_pk>/attributes", CategoryAttributeViewSet, basename="category-attribute")
router.register("categories", CategoryViewSet, basename="category")
router.register("products/<int:product_pk>/images", ImageViewSet, basename="product-image")
router.register("products", ProductViewSet, basename="product")
router.register("product-variants", VariantViewSet, basename="variant")
router.register("reviews", ReviewViewSet, basename="review")
router.register("sellers", SellerViewSet, basename="seller")
router.register("stores", StoreViewSet, basename="store")
router.register("store-items", StoreItemViewSet, basename="store-item")

urlpatterns = router.urls
