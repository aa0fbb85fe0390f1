"""What the API views of all apps share: one error body, one way to page, money as JSON."""

from .errors import ShopAPIMixin
from .pagination import ShopPagination

__all__ = ["ShopAPIMixin", "ShopPagination"]
