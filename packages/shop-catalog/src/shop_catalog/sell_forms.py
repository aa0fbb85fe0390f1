"""The forms of the sellers' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses import country_choices
from shop_core.botcheck import BotCheckField

from .models import Seller, Store


def _countries() -> list[tuple[str, str]]:
    return [("", ""), *country_choices()]


class SellerForm(forms.Form):
    """What a seller says of themselves."""

    name = forms.CharField(
        label=_("Your name as a seller"), max_length=120, help_text=_("Buyers read it beside all that you sell.")
    )
    country = forms.ChoiceField(label=_("Country"), choices=_countries)
    about = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you sell and where it comes from. It stands on the pages of your stores."),
    )

    @staticmethod
    def initial_of(seller: Seller) -> dict[str, Any]:
        return {"name": seller.name, "country": seller.country, "about": seller.about}


class RegistrationForm(SellerForm):
    """The beginning of a seller, with a store at once or later."""

    store_name = forms.CharField(
        label=_("Name of your store"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty to open a store later."),
    )
    bot_check = BotCheckField()


class StoreForm(forms.Form):
    """A store as buyers see it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    @staticmethod
    def initial_of(store: Store) -> dict[str, Any]:
        return {"name": store.name, "description": store.description}
