"""The forms of the cart and the checkout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.forms import AddressFormMixin
from shop_core.money import Money

from .hooks import ShippingOffer


class AddToCartForm(forms.Form):
    product_ref = forms.CharField(max_length=64)
    quantity = forms.IntegerField(min_value=1, initial=1)


class QuantityForm(forms.Form):
    quantity = forms.IntegerField(min_value=1)


class VoucherForm(forms.Form):
    """The code of a voucher; whether there is such a code is for the service to say."""

    voucher = forms.CharField(
        label=_("Voucher code"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AddressForm(AddressFormMixin):
    """The address of a parcel or an invoice."""

    field_order = ("name", "company", "country", "line1", "line2", "postal_code", "city", "region", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Full name")


class BillingAddressForm(AddressForm):
    """An address that is asked for only where it differs: a browser must not insist on hidden fields."""

    use_required_attribute = False


class ShippingMethodField(forms.ChoiceField):
    """A choice of what is offered; the service judges it, since a request may be repeated when nothing is offered any more."""

    widget = forms.RadioSelect

    def valid_value(self, value: Any) -> bool:
        return True


class CheckoutForm(VoucherForm):
    """What a checkout asks beside the addresses."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the confirmation of your order here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    shipping_method = ShippingMethodField(label=_("Shipping method"), required=False)
    billing_differs = forms.BooleanField(label=_("The invoice goes to another address"), required=False)
    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    expected_total = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Sequence[ShippingOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["shipping_method"]
        field.choices = [(offer.key, offer_label(offer)) for offer in offers]  # type: ignore[attr-defined]
        if offers:
            field.required = True
            field.initial = offers[0].key
        self.fields["idempotency_key"].initial = uuid4().hex

    def expected(self, currency: str) -> Money:
        """Return what the buyer saw that there is to pay."""
        return Money(self.cleaned_data["expected_total"], currency)


def offer_label(offer: ShippingOffer) -> str:
    """Return how a way of shipping is named in a list of choices."""
    price = offer.price.format() if offer.price else _("free")
    words = [f"{offer.name}: {price}", offer.description]
    return " · ".join(word for word in words if word)
