"""The orders of the past weeks, told through the services of the apps and then dated back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from shop_accounts.models import User
from shop_catalog.models import Offer, StockMovement, StockReservation
from shop_orders.models import CancelReason, Cart, Invoice, Order, OrderState, SellerEntry
from shop_orders.services.cart import add_to_cart
from shop_orders.services.checkout import place_order
from shop_orders.services.states import cancel_order, change_state, stock_reference

from .payments import pay
from .progress import Progress
from .stories import Story, stories

UNITS_KEPT = 3
"""Nothing is bought of which fewer would be left."""

CARRIER = "Parcel Post"

WAYS = [
    (OrderState.PROCESSING, timedelta(hours=5)),
    (OrderState.SHIPPED, timedelta(days=1)),
    (OrderState.DELIVERED, timedelta(days=3)),
]
"""How a paid order goes on, and when, counted from its placing."""


def add_orders(progress: Progress, *, now: datetime) -> None:
    """Add the orders that are not there yet."""
    placed = Counter(dict(Order.all_objects.values_list("user__email").annotate(Count("pk"))))
    missing = [story for story in stories() if story.number >= placed[story.person.email]]
    for story in progress.over(missing, of="orders"):
        Telling(story, now=now).tell()


class Telling:
    """Makes an order live through its story."""

    def __init__(self, story: Story, *, now: datetime) -> None:
        self.story = story
        self.now = now
        self.placed_at = now - story.age
        self.chance = random.Random(f"{story.person.email}:{story.number}")  # noqa: S311 - the same data every time
        self.user = User.objects.get(email=story.person.email)
        self.staff = User.objects.get(email="manager@example.com")

    def tell(self) -> None:
        order = self._place()
        if self.story.is_cancelled:
            with self._dated(order, self.placed_at + timedelta(minutes=9)):
                cancel_order(order=order, reason=CancelReason.CUSTOMER, by=self.user)
            return
        with self._dated(order, paid_at := self.placed_at + timedelta(minutes=3)):
            pay(order, at=paid_at)
        for state, after in WAYS:
            if (at := self.placed_at + after) < self.now:
                with self._dated(order, at):
                    change_state(order=order, state=state, by=self.staff, **self._parcel(state))

    def _place(self) -> Order:
        began = timezone.now()
        cart = Cart.objects.create()
        for offer, quantity in self._choices():
            add_to_cart(cart=cart, product_ref=offer.ref, quantity=quantity)
        address = self.story.person.address
        assert address is not None  # noqa: S101 - whoever orders has one
        order = place_order(cart=cart, email=self.story.person.email, shipping_address=address, user=self.user)
        Order.all_objects.filter(pk=order.pk).update(created_at=self.placed_at)
        date_back(order, since=began, to=self.placed_at)
        return order

    def _choices(self) -> Iterator[tuple[Offer, int]]:
        """Give an offer of each wanted product, where enough is left of one."""
        for text, quantity in self.story.wishes:
            offers = Offer.objects.on_sale().with_available().filter(variant__product__name=text.name)
            in_stock = offers.filter(available__gte=quantity + UNITS_KEPT).order_by("variant__position", "pk")
            if in_stock:
                yield self.chance.choice(in_stock), quantity

    def _parcel(self, state: OrderState) -> dict[str, str]:
        """Say who brings it, where it leaves."""
        number = f"PP{self.chance.randrange(10**9):09d}"
        return {"carrier": CARRIER, "tracking_number": number} if state == OrderState.SHIPPED else {}

    @contextmanager
    def _dated(self, order: Order, at: datetime) -> Iterator[None]:
        began = timezone.now()
        yield
        date_back(order, since=began, to=at)


def date_back(order: Order, *, since: datetime, to: datetime) -> None:
    """Say of all that was written about the order since then that it was written at another time."""
    Order.all_objects.filter(pk=order.pk).update(updated_at=to)
    Order.all_objects.filter(pk=order.pk, paid_at__gte=since).update(paid_at=to)
    of_stock = Q(reference__startswith=stock_reference(order))
    for rows in (
        order.events.all(),
        StockMovement.objects.filter(of_stock),
        StockReservation.objects.filter(of_stock),
        order.shipments.all(),
        order.sub_orders.all(),
        QuerySet(SellerEntry).filter(sub_order__order=order),  # the demo may change what the shop may not
    ):
        rows.filter(created_at__gte=since).update(created_at=to)
    QuerySet(Invoice).filter(order=order, issued_at__gte=since).update(issued_at=to)
