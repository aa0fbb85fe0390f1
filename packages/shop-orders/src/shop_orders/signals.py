"""What shop-orders tells the project, after commit. ``sender`` is always the class `Order`."""

from django.dispatch import Signal

order_placed = Signal()
"""An order was placed and waits for its payment. ``order``: the `Order`."""

order_paid = Signal()
"""An order was paid in full and its stock is sold. ``order``: the `Order`; ``amount``: the `Money` that arrived."""

order_state_changed = Signal()
"""An order moved from one state to another. ``order``: the `Order`; ``before``, ``after``: the states, as strings."""

order_cancelled = Signal()
"""An order was cancelled and its stock is free again. ``order``: the `Order`; ``reason``: a `CancelReason`, as a string."""
