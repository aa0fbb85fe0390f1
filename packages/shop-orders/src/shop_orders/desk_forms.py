"""The forms of those who see to an order: staff, and sellers for their part; and of guests who look for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.forms import MoneyField

from .conf import conf
from .models import Order, OrderLine, OrderState
from .services.states import next_line_states


class ParcelForm(forms.Form):
    """Who brings a parcel, and under which number."""

    carrier = forms.CharField(label=_("Carrier"), max_length=50, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].widget.attrs["list"] = "carriers"

    @property
    def carriers(self) -> list[str]:
        """The names to suggest."""
        return sorted(conf.options.TRACKING_URLS)


class MoveForm(ParcelForm):
    """Which lines move where."""

    state = forms.ChoiceField(choices=OrderState.choices, widget=forms.HiddenInput)
    lines = forms.ModelMultipleChoiceField(queryset=OrderLine.objects.none(), required=False)

    def __init__(self, *args: Any, lines: Sequence[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lines"]
        field.queryset = OrderLine.objects.filter(pk__in=[line.pk for line in lines])
        self.offered = lines

    @property
    def chosen(self) -> set[str]:
        """The keys of the lines whose boxes are ticked: what came back, or what there is to do."""
        if self.is_bound:
            return set(self.data.getlist("lines"))  # type: ignore[attr-defined]
        return {str(line.pk) for line in self.offered if next_line_states(line)}

    def clean(self) -> dict[str, Any]:
        if "lines" in self.errors or not self.cleaned_data["lines"]:
            self.errors.pop("lines", None)
            self.add_error(None, _("Choose at least one product."))
        return self.cleaned_data


class UnitsForm(forms.Form):
    """How many units of a line are cancelled, or came back."""

    quantity = forms.IntegerField(label=_("Units"), min_value=1)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    restock = forms.BooleanField(label=_("They can be sold again"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4().hex


class NoteForm(forms.Form):
    """A note of staff."""

    text = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class RefundForm(forms.Form):
    """Money that went back by hand."""

    reference = forms.CharField(
        label=_("Reference"), max_length=64, help_text=_("Where it can be found, such as the number of the transfer.")
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount = MoneyField(label=_("Amount"), currency=order.currency, initial=order.refund_due, min_value=0)
        self.fields = {"amount": amount, **self.fields}


class LookupForm(forms.Form):
    """What a guest knows of an order."""

    number = forms.CharField(
        label=_("Order number"),
        max_length=32,
        help_text=_("It stands in our mails, such as K7MQ-2XRP-9D."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
