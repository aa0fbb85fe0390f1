"""What one app does when another tells a fact: short and idempotent, since a signal may be sent again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from shop_chat.guests import read_guest
from shop_chat.services.threads import claim_guest_thread
from shop_core.money import Money
from shop_orders.models import Order
from shop_orders.services.cart import merge_carts
from shop_orders.services.payment import mark_paid
from shop_payments.models import Payment
from shop_payments.signals import payment_verified


@receiver(payment_verified, dispatch_uid="wiring.mark_order_paid")
def mark_order_paid(sender: type[Payment], payment: Payment, amount: Money, **kwargs: Any) -> None:
    """Mark the order paid that a verified payment pays for."""
    if isinstance(payment.subject, Order):
        mark_paid(order=payment.subject, amount=amount, reference=str(payment.public_id))


@receiver(user_logged_in, dispatch_uid="wiring.keep_the_cart")
def keep_the_cart(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Let what a visitor put into the cart survive the login."""
    merge_carts(request=request, user=user)


@receiver(user_logged_in, dispatch_uid="wiring.keep_the_chat")
def keep_the_chat(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Let what a visitor said to the support survive the login."""
    if guest := read_guest(request.COOKIES):
        claim_guest_thread(guest=guest, user=user)
