"""The cart page; with htmx only what has changed is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from shop_core.exceptions import OutOfStockError, ShopError

from ..buyers import buyer_of, first_address
from ..cookies import remember_cart
from ..exceptions import CartClosedError
from ..forms import AddToCartForm, QuantityForm, VoucherForm
from ..models import Cart, CartLine
from ..services.cart import LineChange, add_to_cart, get_cart, remove_line, set_quantity
from ..services.pricing import Quote, quote
from ..services.vouchers import remove_voucher, set_voucher


def quote_cart(
    request: HttpRequest,
    cart: Cart | None,
    *,
    country: str = "",
    shipping_method: str = "",
    voucher: str | None = None,
) -> Quote:
    """Price the cart of who asks.

    :param voucher: None: the one in the cart.
    """
    own = cart.voucher if cart else ""
    return quote(
        list(cart.lines.order_by("pk")) if cart else [],
        buyer=buyer_of(request),
        country=country,
        shipping_method=shipping_method,
        voucher=own if voucher is None else voucher,
        currency=cart.currency if cart else "",
    )


def cart_context(request: HttpRequest, cart: Cart | None) -> dict[str, Any]:
    """Return what the cart's templates show."""
    address = first_address(request) if cart else None
    priced = quote_cart(request, cart, country=address.country if address else "")
    form = VoucherForm(initial={"voucher": priced.voucher})
    error = str(priced.voucher_refusal or "")
    return {"quote": priced, "voucher_form": form, "voucher_error": error}


@method_decorator(never_cache, name="dispatch")
class CartView(View):
    """What is in the cart."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "shop_orders/cart.html", cart_context(request, get_cart(request)))


class CartAddView(View):
    """Put something into the cart, from a product's page or from anywhere."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = AddToCartForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This cannot be put into the cart."))
            return _back(request)
        cart = get_cart(request, create=True)
        assert cart is not None  # noqa: S101 - it was created
        try:
            change = add_to_cart(cart=cart, **form.cleaned_data, buyer=buyer_of(request))
        except ShopError as error:
            messages.error(request, refusal(error))
        else:
            tell(request, change, done=_("%(name)s is in your cart.") % {"name": change.product.name})
        response = _back(request)
        remember_cart(response, cart, request)
        return response


class CartChangeView(View):
    """A change of one line."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        line = get_object_or_404(CartLine.objects.select_related("cart"), pk=pk, cart=get_cart(request))
        try:
            self.change(request, line.cart, line)
        except ShopError as error:
            messages.error(request, refusal(error))
        return changed(request, line.cart)

    def change(self, request: HttpRequest, cart: Cart, line: CartLine) -> None:
        raise NotImplementedError


class CartLineView(CartChangeView):
    """Set the quantity of a line."""

    def change(self, request: HttpRequest, cart: Cart, line: CartLine) -> None:
        form = QuantityForm(request.POST)
        if form.is_valid():
            tell(request, set_quantity(cart=cart, line=line, buyer=buyer_of(request), **form.cleaned_data))
        else:
            messages.error(request, _("Please write a quantity of at least 1."))


class CartLineRemoveView(CartChangeView):
    """Take a line out."""

    def change(self, request: HttpRequest, cart: Cart, line: CartLine) -> None:
        remove_line(cart=cart, line=line)


class CartVoucherView(View):
    """Put a voucher into the cart; a code that grants nothing is shown with the reason."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        cart, code = get_cart(request), request.POST.get("voucher", "")
        if cart is None:
            return redirect("shop_orders:cart")
        try:
            set_voucher(cart=cart, code=code, buyer=buyer_of(request))
        except ShopError as error:
            return self.refuse(request, cart, code, error)
        return changed(request, cart)

    def refuse(self, request: HttpRequest, cart: Cart, code: str, error: ShopError) -> HttpResponseBase:
        is_partial = bool(request.headers.get("HX-Request"))
        context = cart_context(request, cart) | {
            "voucher_form": VoucherForm(initial={"voucher": code}),
            "voucher_error": refusal(error),
            "is_partial": is_partial,
        }
        template = "shop_orders/partials/cart.html" if is_partial else "shop_orders/cart.html"
        return render(request, template, context, status=422)


class CartVoucherRemoveView(View):
    """Take the voucher out of the cart."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        cart = get_cart(request)
        if cart is None:
            return redirect("shop_orders:cart")
        remove_voucher(cart=cart)
        return changed(request, cart)


def changed(request: HttpRequest, cart: Cart) -> HttpResponseBase:
    """Answer a change: show the cart as it is now."""
    response: HttpResponseBase
    if request.headers.get("HX-Request"):
        context = cart_context(request, cart) | {"is_partial": True}
        response = render(request, "shop_orders/partials/cart.html", context)
    else:
        response = redirect("shop_orders:cart")
    remember_cart(response, cart, request)
    return response


def tell(request: HttpRequest, change: LineChange, done: str = "") -> None:
    """Say what became of a wish."""
    if change.is_clamped:
        text = _("There are only %(count)s of %(name)s to be had: that is what your cart holds now.")
        messages.warning(request, text % {"count": change.line.quantity, "name": change.product.name})
    elif done:
        messages.success(request, done)


def refusal(error: ShopError) -> str:
    """Return a refusal in the words of the shop window."""
    if isinstance(error, OutOfStockError):
        return _("Not all of this is there any more. Please look at your cart.")
    if isinstance(error, CartClosedError):
        return _("This cart has already been ordered. Please look at your orders.")
    return str(error)


def _back(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    if request.headers.get("HX-Request"):
        return render(request, "shop_orders/partials/cart_changed.html")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "shop_orders:cart")
