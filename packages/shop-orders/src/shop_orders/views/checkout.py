"""The checkout: one page, one form, one order."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from shop_core.contracts import PostalAddress
from shop_core.exceptions import ShopError
from shop_core.money import Money, shop_currency

from ..access import remember_order
from ..buyers import buyer_of, email_of, origin_of
from ..conf import conf
from ..exceptions import NoShippingError, PriceChangedError
from ..forms import AddressForm, BillingAddressForm, CheckoutForm
from ..models import Cart, Order, ShippingMethod
from ..services.cart import get_cart
from ..services.checkout import place_order
from ..services.payment import start_payment
from ..services.pricing import Quote, quote, shipping_offers
from .cart import refusal


@method_decorator(never_cache, name="dispatch")
class CheckoutView(View):
    """Who buys, where it goes, how it travels, and what it costs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cart = get_cart(request)
        address = first_address(request)
        priced = price(request, cart, country=address.country if address else "")
        if not priced.can_be_ordered:
            return redirect("shop_orders:cart")
        email = email_of(buyer_of(request))
        initial = {"email": email, "expected_items": priced.items.minor}
        shipping = AddressForm(prefix="shipping", initial=asdict(address) if address else None)
        forms = {
            "form": CheckoutForm(initial=initial, offers=priced.shipping_offers),
            "shipping": shipping,
            "billing": BillingAddressForm(prefix="billing"),
        }
        return self.show(request, priced, forms)

    def post(self, request: HttpRequest) -> HttpResponse:
        cart = get_cart(request)
        country = request.POST.get("shipping-country", "")
        offers = (
            price(request, cart, country=country).shipping_offers
            if cart
            else shipping_offers(Money.zero(shop_currency()))
        )
        shipping = AddressForm(request.POST, prefix="shipping")
        given = {"initial": request.POST.dict()} if shipping.wants_other_country else {"data": request.POST}
        form = CheckoutForm(offers=offers, **given)
        differs = bool(request.POST.get("billing_differs"))
        billing = BillingAddressForm(request.POST if differs else None, prefix="billing")
        if all([form.is_valid(), shipping.is_valid(), billing.is_valid() or not differs]):
            try:
                order = self.place(request, cart, form, shipping, billing if differs else None)
            except NoShippingError as error:
                shipping.add_error("country", str(error))
            except PriceChangedError as error:
                messages.warning(request, str(error))
                now = price(request, cart, country=country)
                form = CheckoutForm({**request.POST.dict(), "expected_items": now.items.minor}, offers=offers)
            except ShopError as error:
                messages.error(request, refusal(error))
                return redirect("shop_orders:cart")
            else:
                remember_order(request, order)
                return to_payment(request, order, again=False)
        if cart is None:
            return redirect("shop_orders:cart")
        forms = {"form": form, "shipping": shipping, "billing": billing}
        offer = form.offers.get(request.POST.get("shipping_method", ""))
        priced = price(request, cart, country=country, method=offer.method if offer else None)
        return self.show(request, priced, forms, status=200 if shipping.wants_other_country else 422)

    def place(
        self,
        request: HttpRequest,
        cart: Cart | None,
        form: CheckoutForm,
        shipping: AddressForm,
        billing: BillingAddressForm | None,
    ) -> Order:
        assert shipping.address is not None  # noqa: S101 - the form is valid
        offer = form.chosen_offer
        return place_order(
            cart=cart,
            email=form.cleaned_data["email"],
            shipping_address=shipping.address,
            billing_address=billing.address if billing else None,
            shipping_method=offer.method if offer else None,
            user=buyer_of(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            expected_items=form.expected(cart.currency) if cart and cart.currency else None,
            origin=origin_of(request),
        )

    def show(self, request: HttpRequest, priced: Quote, forms: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(request, "shop_orders/checkout.html", {"quote": priced, **forms}, status=status)


class CheckoutCostsView(View):
    """The costs for a country and a way of shipping, as the buyer chooses them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cart, country = get_cart(request), request.GET.get("shipping-country", "")
        priced = price(request, cart, country=country)
        chosen = request.GET.get("shipping_method", "")
        form = CheckoutForm(initial={"shipping_method": chosen}, offers=priced.shipping_offers)
        if chosen in form.offers:
            priced = price(request, cart, country=country, method=form.offers[chosen].method)
        elif priced.shipping_offer:
            form.initial["shipping_method"] = str(priced.shipping_offer.method.pk)
        return render(
            request, "shop_orders/partials/checkout_costs.html", {"quote": priced, "form": form, "is_partial": True}
        )


def price(request: HttpRequest, cart: Cart | None, *, country: str = "", method: ShippingMethod | None = None) -> Quote:
    """Price the cart for a country; where nothing ships there, for nowhere in particular."""
    lines = list(cart.lines.order_by("pk")) if cart else []
    ask = partial(quote, lines, buyer=buyer_of(request), currency=cart.currency if cart else "")
    try:
        return ask(country=country, shipping_method=method)
    except NoShippingError:
        return ask()


def first_address(request: HttpRequest) -> PostalAddress | None:
    """Return the address to begin with: the user's default one."""
    buyer = buyer_of(request)
    addresses = conf.hook("ADDRESS_BOOK").for_user(buyer) if buyer else []
    return addresses[0] if addresses else None


def to_payment(request: HttpRequest, order: Order, *, again: bool = True) -> HttpResponse:
    """Send the buyer to where the order is paid; to the order's page where that cannot be done now."""
    page = order.get_absolute_url()
    try:
        address = start_payment(order=order, return_url=request.build_absolute_uri(page), again=again)
    except ShopError as error:
        messages.error(request, str(error))
        address = None
    return redirect(address or page)
