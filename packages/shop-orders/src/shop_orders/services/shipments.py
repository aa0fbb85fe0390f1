"""What is known of parcels on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import EventKind, Shipment
from .events import record
from .states import lock_order

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@transaction.atomic
def set_tracking(
    *, shipment: Shipment, carrier: str, tracking_number: str, by: AbstractBaseUser | None = None
) -> Shipment:
    """Say who brings a parcel, and under which number; told twice, done once."""
    locked = lock_order(shipment.order)
    changed = Shipment.objects.filter(pk=shipment.pk).exclude(carrier=carrier, tracking_number=tracking_number)
    if changed.update(carrier=carrier, tracking_number=tracking_number):
        record(locked, EventKind.TRACKING, by=by, shipment=shipment.pk)
    shipment.refresh_from_db(fields=["carrier", "tracking_number"])
    return shipment
