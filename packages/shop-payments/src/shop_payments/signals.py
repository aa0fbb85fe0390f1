"""What shop-payments tells the project, after commit. ``sender`` is always the class `Payment`."""

from django.dispatch import Signal

payment_verified = Signal()
"""The money asked for has arrived. ``payment``: the `Payment`; ``amount``: the `Money`. May be sent again: receivers are idempotent."""

payment_failed = Signal()
"""An attempt ended without money. ``payment``: the `Payment`; ``reason``: a code, as a string. Late money may still verify it."""
