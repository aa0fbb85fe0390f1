"""The forms of the sellers' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses import country_choices
from shop_core.botcheck import BotCheckField
from shop_core.forms import MoneyField

from .models import Offer, Seller, Store
from .services.offers import OfferChanges

MAX_STOCK = 1_000_000


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


class OfferSearchForm(forms.Form):
    """Which of one's own offers a list shows."""

    q = forms.CharField(label=_("Name or article number"), max_length=200, required=False)
    store = forms.ModelChoiceField(
        label=_("Store"), queryset=Store.objects.none(), to_field_name="public_id", required=False, empty_label=_("All")
    )
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All")),
            ("low", _("Low in stock")),
            ("sold_out", _("Sold out")),
            ("inactive", _("Off sale")),
        ],
        required=False,
    )


class ProductSearchForm(forms.Form):
    """What somebody wants to sell too."""

    q = forms.CharField(label=_("Search the whole shop"), max_length=200, required=False)


class PriceAndStockForm(forms.Form):
    """What changes most of an offer."""

    price = MoneyField(label=_("Price"), min_value=0)
    stock = forms.IntegerField(label=_("In stock"), min_value=0, max_value=MAX_STOCK)
    stock_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(offer: Offer) -> dict[str, Any]:
        return {
            "price": offer.price,
            "stock": offer.on_hand,
            "stock_seen": offer.on_hand,
            "is_active": offer.is_active,
            "low_stock_threshold": offer.low_stock_threshold,
        }

    @property
    def changes(self) -> OfferChanges:
        """What to change: the stock only where another was typed than was seen."""
        wish: Any = dict(self.cleaned_data)
        if wish["stock"] == wish["stock_seen"]:
            del wish["stock"], wish["stock_seen"]
        changes: OfferChanges = wish
        return changes


class OfferForm(PriceAndStockForm):
    """All that a seller says of an offer."""

    is_active = forms.BooleanField(label=_("On sale"), required=False)
    low_stock_threshold = forms.IntegerField(
        label=_("Tell me below"),
        min_value=0,
        max_value=MAX_STOCK,
        required=False,
        help_text=_("A mail tells you when fewer units than this are left. Empty: as usual in this shop."),
    )
