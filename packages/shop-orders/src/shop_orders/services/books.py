"""What it means for the books that units are cancelled or come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..models import Order, OrderEvent, OrderLine, OrderState
from .invoices import issue_credit_note
from .sub_orders import follow_lines


def take_off_the_books(
    locked: Order, lines: Sequence[OrderLine], taken: Mapping[int, int], *, event: OrderEvent
) -> None:
    """Owe the sellers less, and give back on paper what was invoiced. The order must be locked.

    :param lines: all lines of the order, as they are now.
    :param taken: how many units are gone by this deed, by the key of their line.
    """
    follow_lines(locked, lines, event=event)
    units = {line: taken[line.pk] for line in lines if line.pk in taken}
    nothing_left = all(line.state == OrderState.CANCELLED for line in lines)
    issue_credit_note(locked, units, reference=str(event.pk), with_shipping=nothing_left)
