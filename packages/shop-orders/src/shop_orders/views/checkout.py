"""The checkout: one page, one form, one order."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from shop_core.addresses.forms import CHANGE_COUNTRY
from shop_core.exceptions import ShopError

from ..access import remember_order
from ..buyers import buyer_of, email_of, first_address, origin_of
from ..exceptions import NoShippingError, PriceChangedError, VoucherError
from ..forms import AddressForm, BillingAddressForm, CheckoutForm
from ..models import Cart, Order
from ..services.cart import get_cart
from ..services.checkout import place_order
from ..services.payment import start_payment
from ..services.pricing import Quote
from ..services.vouchers import remove_voucher, set_voucher
from .cart import quote_cart, refusal

VOUCHER_ACTION = "voucher_action"
"""What a request holds that only wants another voucher: ``apply`` or ``remove``."""


@method_decorator(never_cache, name="dispatch")
class CheckoutView(View):
    """Who buys, where it goes, how it travels, and what it costs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        address = first_address(request)
        priced = quote_cart(request, get_cart(request), country=address.country if address else "")
        if not priced.can_be_ordered:
            return redirect("shop_orders:cart")
        initial = {"email": email_of(buyer_of(request)), "voucher": priced.voucher}
        shipping = AddressForm(prefix="shipping", initial=asdict(address) if address else None)
        form = CheckoutForm(initial=initial, offers=priced.shipping_offers)
        return self.show(request, priced, form, shipping, BillingAddressForm(prefix="billing"))

    def post(self, request: HttpRequest) -> HttpResponse:
        cart = get_cart(request)
        if VOUCHER_ACTION in request.POST and cart is not None:
            return self.change_voucher(request, cart)
        wish = wishes(request.POST)
        offers = quote_cart(request, cart, **wish).shipping_offers
        shipping, billing = address_forms(request.POST)
        given = {"initial": request.POST.dict()} if shipping.wants_other_country else {"data": request.POST}
        form = CheckoutForm(offers=offers, **given)
        if all([form.is_valid(), shipping.is_valid(), billing.is_valid() or not billing.is_bound]):
            try:
                order = self.place(request, cart, form, shipping, billing)
            except NoShippingError as error:
                if form.cleaned_data["shipping_method"] and offers:
                    form.add_error("shipping_method", str(error))
                else:
                    shipping.add_error("country", str(error))
            except VoucherError as error:
                form.add_error("voucher", str(error))
            except PriceChangedError as error:
                messages.warning(request, str(error))
            except ShopError as error:
                messages.error(request, refusal(error))
                return redirect("shop_orders:cart")
            else:
                remember_order(request, order)
                return to_payment(request, order, again=False)
        if cart is None:
            return redirect("shop_orders:cart")
        priced = quote_cart(request, cart, **wish)
        return self.show(request, priced, form, shipping, billing, status=200 if shipping.wants_other_country else 422)

    def change_voucher(self, request: HttpRequest, cart: Cart) -> HttpResponse:
        """Apply the voucher that was typed, or take it away; all else that was typed stays and is not judged."""
        typed, error = request.POST.copy(), ""
        try:
            if typed[VOUCHER_ACTION] == "remove":
                remove_voucher(cart=cart)
                typed["voucher"] = ""
            else:
                set_voucher(cart=cart, code=typed.get("voucher", ""), buyer=buyer_of(request))
        except ShopError as refused:
            error = refusal(refused)
        typed[CHANGE_COUNTRY] = "1"
        priced = quote_cart(request, cart, **{**wishes(typed), "voucher": cart.voucher})
        form = CheckoutForm(initial=typed.dict(), offers=priced.shipping_offers)
        shipping, billing = address_forms(typed)
        return self.show(request, priced, form, shipping, billing, voucher_error=error, status=422 if error else 200)

    def place(
        self,
        request: HttpRequest,
        cart: Cart | None,
        form: CheckoutForm,
        shipping: AddressForm,
        billing: BillingAddressForm,
    ) -> Order:
        assert shipping.address is not None  # noqa: S101 - the form is valid
        return place_order(
            cart=cart,
            email=form.cleaned_data["email"],
            shipping_address=shipping.address,
            billing_address=billing.address if billing.is_bound else None,
            shipping_method=form.cleaned_data["shipping_method"],
            voucher=form.cleaned_data["voucher"],
            user=buyer_of(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            expected_total=form.expected(cart.currency) if cart and cart.currency else None,
            origin=origin_of(request),
        )

    def show(
        self,
        request: HttpRequest,
        priced: Quote,
        form: CheckoutForm,
        shipping: AddressForm,
        billing: BillingAddressForm,
        *,
        voucher_error: str = "",
        status: int = 200,
    ) -> HttpResponse:
        if form.is_bound:
            voucher_error = " ".join(map(str, form.errors.get("voucher", [])))
        elif priced.voucher_refusal:
            voucher_error = voucher_error or str(priced.voucher_refusal)
        context = {
            "quote": priced,
            "form": form,
            "shipping": shipping,
            "billing": billing,
            "voucher_error": voucher_error,
        }
        return render(request, "shop_orders/checkout.html", context, status=status)


class CheckoutCostsView(View):
    """The costs for a country and a way of shipping, as the buyer chooses them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wish = wishes(request.GET)
        priced = quote_cart(
            request, get_cart(request), country=wish["country"], shipping_method=wish["shipping_method"]
        )
        chosen = priced.shipping_offer.key if priced.shipping_offer else ""
        form = CheckoutForm(initial={"shipping_method": chosen}, offers=priced.shipping_offers)
        context = {"quote": priced, "form": form, "is_partial": True}
        return render(request, "shop_orders/partials/checkout_costs.html", context)


def wishes(data: QueryDict) -> dict[str, str]:
    """Return what a request says that changes the price."""
    return {
        "country": data.get("shipping-country", ""),
        "shipping_method": data.get("shipping_method", ""),
        "voucher": data.get("voucher", ""),
    }


def address_forms(data: QueryDict) -> tuple[AddressForm, BillingAddressForm]:
    """Return the forms of the addresses; that of the invoice is bound only where it goes elsewhere."""
    differs = bool(data.get("billing_differs"))
    return AddressForm(data, prefix="shipping"), BillingAddressForm(data if differs else None, prefix="billing")


def to_payment(request: HttpRequest, order: Order, *, again: bool = True) -> HttpResponse:
    """Send the buyer to where the order is paid; to the order's page where that cannot be done now."""
    page = order.get_absolute_url()
    try:
        address = start_payment(order=order, return_url=request.build_absolute_uri(page), again=again)
    except ShopError as error:
        messages.error(request, str(error))
        address = None
    return redirect(address or page)
