"""What was sold for a seller."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shop_core.addresses import format_address
from shop_core.contracts import SoldLine

from ...conf import conf
from .base import SellerListView


@dataclass(frozen=True)
class SoldLines:
    """What `SellerOrders` knows of one seller, as one sequence that pages can be cut from."""

    seller_ref: str

    def __getitem__(self, wanted: slice) -> Sequence[SoldLine]:
        hook = conf.hook("SELLER_ORDERS")
        lines: Sequence[SoldLine] = hook.lines(self.seller_ref, start=wanted.start, stop=wanted.stop)
        return lines

    def count_up_to(self, limit: int | None) -> int:
        return int(conf.hook("SELLER_ORDERS").count(self.seller_ref, limit=limit))


class OrderListView(SellerListView):
    """The lines of orders that were paid, the latest first."""

    template_name = "shop_catalog/sell/order_list.html"
    section = "orders"

    def rows(self) -> SoldLines:
        assert self.seller  # noqa: S101 - who is none was led away
        return SoldLines(str(self.seller.public_id))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [(line, format_address(line.ship_to) if line.ship_to else []) for line in context["rows"]]
        return context | {"rows": rows}
