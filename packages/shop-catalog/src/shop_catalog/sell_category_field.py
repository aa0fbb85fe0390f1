"""Choosing a category among thousands: typed, with those that may be meant offered below."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from .models import Category

OFFERED = 20
"""So many are offered at a time."""


class CategoryInput(forms.TextInput):
    """Has the categories offered that are meant by what is typed; without scripts one sends it and is told."""

    def __init__(self) -> None:
        super().__init__(
            {
                "list": "category-options",
                "autocomplete": "off",
                "hx-get": reverse_lazy("shop_catalog_sell:category-options"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#category-options",
                "hx-swap": "innerHTML",
            }
        )


class CategoryField(forms.CharField):
    """A live category by its name, by its names from the top down, or by its address."""

    widget = CategoryInput
    default_error_messages = {
        "unknown": _("There is no category “%(said)s”. Type a part of its name and choose one that is offered."),
        "near": _("There is no category “%(said)s”. Did you mean one of these? %(near)s"),
        "several": _("There are several. Write which one: %(near)s"),
    }

    def prepare_value(self, value: Any) -> Any:
        return names_of(value)[0] if isinstance(value, Category) else value

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        return self._find(said) if said else None

    def _find(self, said: str) -> Category:
        live = Category.objects.live()
        called: list[Category] = live.called(said) or list(live.filter(url_path=said))
        if len(called) == 1:
            return called[0]
        near = names_of(*called[:OFFERED]) or offered(said)
        code = "several" if called else "near" if near else "unknown"
        params = {"said": said, "near": "; ".join(near)}
        raise ValidationError(self.error_messages[code], code, params)


class CategorySearchForm(forms.Form):
    """What somebody types into the field; as the field is called in its forms."""

    category = forms.CharField(max_length=200, required=False)


def offered(said: str) -> list[str]:
    """Return the names, from the top down, of the categories that may be meant; where nothing is said, of the first ones."""
    return list(Category.objects.live().meant_by(said)[:OFFERED].names().values())


def names_of(*categories: Category) -> list[str]:
    """Return the names of categories from the top down."""
    paths = [each.path for each in categories]
    return list(Category.objects.filter(path__in=paths).names().values())
