"""The forms with which a seller says in which makes a product comes."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from .models import Variant
from .models.folding import fold
from .sell_product_forms import ListingForm
from .services.variants import MAX_OPTIONS, VariantChanges

EMPTY_ROWS = 2
"""So many rows of options are free to be filled in."""


class VariantForm(forms.Form):
    """What sets a variant apart from its siblings, and what it weighs."""

    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Shown in place of its options; may be empty.")
    )
    sku = forms.CharField(
        label=_("SKU"), max_length=64, required=False, help_text=_("Your article number. Each is there once.")
    )
    weight_grams = forms.IntegerField(
        label=_("Weight in grams"), min_value=0, max_value=10_000_000, required=False, help_text=_("With its packing.")
    )

    def __init__(self, *args: Any, options: Mapping[str, str], **kwargs: Any) -> None:
        """Ask for a name only where there is one.

        :param options: what it has, and with an empty value what its siblings have.
        """
        super().__init__(*args, **kwargs)
        if not self.initial.get("name"):
            del self.fields["name"]
        self.suggested = options
        given = [*options.items(), *[("", "")] * EMPTY_ROWS]
        self.row_count = max(MAX_OPTIONS, len(options))
        for row in range(self.row_count):
            name, value = given[row] if row < len(given) else ("", "")
            self.fields[f"option_{row}"] = forms.CharField(
                label=_("Option"), max_length=80, required=False, initial=name
            )
            self.fields[f"value_{row}"] = forms.CharField(
                label=_("Value"), max_length=80, required=False, initial=value
            )

    @staticmethod
    def initial_of(variant: Variant) -> dict[str, Any]:
        return {"name": variant.name, "sku": variant.sku, "weight_grams": variant.weight_grams or None}

    def option_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Return the rows in which options are typed: those that say something, and some that are free."""
        rows = [(self[f"option_{row}"], self[f"value_{row}"]) for row in range(self.row_count)]
        said = [number for number, row in enumerate(rows, 1) if any(bound.value() for bound in row)]
        yield from rows[: max(said, default=0) + EMPTY_ROWS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        options: dict[str, str] = {}
        cleaned["options"] = options
        for row in range(self.row_count):
            name, value = cleaned.pop(f"option_{row}", None), cleaned.pop(f"value_{row}", None)
            if name is None or value is None:
                continue  # one of them is too long, which is said beside it
            if value and not name:
                self.add_error(f"option_{row}", _("Say what this is, such as size or color."))
            elif name and not value and name not in self.suggested:
                self.add_error(f"value_{row}", _("Say which one, or leave both fields empty."))
            elif value and fold(name) in map(fold, options):
                self.add_error(f"option_{row}", _("This option is above already."))
            elif value:
                options[name] = value
        return cleaned

    @property
    def changes(self) -> VariantChanges:
        """What is said of the variant itself."""
        names = ("name", "sku", "options", "weight_grams")
        said: Any = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        said["weight_grams"] = said["weight_grams"] or 0
        changes: VariantChanges = said
        return changes


class NewVariantForm(VariantForm, ListingForm):
    """A further variant, and its first offer."""
