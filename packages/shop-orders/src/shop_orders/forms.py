"""The forms of the cart and the checkout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.forms import AddressFormMixin
from shop_core.money import Money

from .services.pricing import ShippingOffer


class AddToCartForm(forms.Form):
    product_ref = forms.CharField(max_length=64)
    quantity = forms.IntegerField(min_value=1, initial=1)


class QuantityForm(forms.Form):
    quantity = forms.IntegerField(min_value=1)


class AddressForm(AddressFormMixin):
    """The address of a parcel or an invoice."""

    field_order = ("name", "company", "country", "line1", "line2", "postal_code", "city", "region", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Full name")


class BillingAddressForm(AddressForm):
    """An address that is asked for only where it differs: a browser must not insist on hidden fields."""

    use_required_attribute = False


class CheckoutForm(forms.Form):
    """What a checkout asks beside the addresses."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the confirmation of your order here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    shipping_method = forms.ChoiceField(label=_("Shipping method"), widget=forms.RadioSelect, required=False)
    billing_differs = forms.BooleanField(label=_("The invoice goes to another address"), required=False)
    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    expected_items = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Sequence[ShippingOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.method.pk): offer for offer in offers}
        field = self.fields["shipping_method"]
        field.choices = [(key, offer_label(offer)) for key, offer in self.offers.items()]  # type: ignore[attr-defined]
        if offers:
            field.required = True
            field.initial = str(offers[0].method.pk)
        else:
            del self.fields["shipping_method"]
        self.fields["idempotency_key"].initial = uuid4().hex

    @property
    def chosen_offer(self) -> ShippingOffer | None:
        return self.offers.get(self.cleaned_data.get("shipping_method", ""))

    def expected(self, currency: str) -> Money:
        """Return what the buyer saw the goods cost."""
        return Money(self.cleaned_data["expected_items"], currency)


def offer_label(offer: ShippingOffer) -> str:
    """Return how a way of shipping is named in a list of choices."""
    price = offer.price.format() if offer.price else _("free")
    words = [f"{offer.method.name}: {price}", offer.method.description]
    return " · ".join(word for word in words if word)
