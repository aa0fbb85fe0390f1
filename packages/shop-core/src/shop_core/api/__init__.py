"""What the API views of all apps share: one error body, one way to page, money as JSON."""

from typing import TYPE_CHECKING, Any

from .pagination import ShopPagination

if TYPE_CHECKING:
    from .errors import ShopAPIMixin

__all__ = ["ShopAPIMixin", "ShopPagination"]


def __getattr__(name: str) -> Any:
    """Import the mixin when a view asks for it: it needs the REST framework, whose settings may name the pagination here."""
    if name == "ShopAPIMixin":
        from .errors import ShopAPIMixin

        return ShopAPIMixin
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
