"""Changes as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from ..money import Money

EMPTY = "—"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that went from one value to another; where it is not told which they were, both are None."""

    field: str
    label: str
    before: str | None
    after: str | None


def differences(model: type[Model], values: Mapping[str, Any]) -> list[Difference]:
    """Return what the values of a change say of a record of this model."""
    return [_difference(model, name, pair) for name, pair in values.items()]


def _difference(model: type[Model], name: str, pair: Any) -> Difference:
    field = _field(model, name) or _field(model, f"{name}_amount")
    label = str(getattr(field, "verbose_name", "") or name.partition(".")[2].replace("_", " ") or _(name))
    before, after = (None, None) if pair is None else (_shown(each, field) for each in pair)
    return Difference(field=name, label=label, before=before, after=after)


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _shown(value: Any, field: Any) -> str:
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if value in (None, "") or value == {} or value == []:
        return EMPTY
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        if value.keys() == {"amount", "currency"}:
            return Money.of(value["amount"], value["currency"]).format()
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    return str(choices.get(value, value))
