"""Forms in the dress of the shop: ``{% field form.email %}`` and ``{% form_errors form %}``.

Ids and ``aria-*`` attributes are Django's own; this adds the classes, the marks and the order of things.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorList, flatatt
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


class Dress(NamedTuple):
    """How one kind of widget is drawn: its template and its component classes, plain and refused."""

    template: str
    css: str
    refused: str


DRESSES: Mapping[type[forms.Widget], Dress] = {
    forms.CheckboxSelectMultiple: Dress("choices", "checkbox", "checkbox-error"),
    forms.RadioSelect: Dress("choices", "radio", "radio-error"),
    forms.CheckboxInput: Dress("checkbox", "checkbox", "checkbox-error"),
    forms.SelectMultiple: Dress("field", "select h-auto w-full", "select-error"),
    forms.Select: Dress("field", "select w-full", "select-error"),
    forms.Textarea: Dress("field", "textarea w-full", "textarea-error"),
    forms.FileInput: Dress("file", "file-input w-full", "file-input-error"),
    forms.PasswordInput: Dress("password", "input w-full pe-12", "input-error"),
    Input: Dress("field", "input w-full", "input-error"),
    forms.Widget: Dress("field", "", ""),
}
"""By widget class; the first that a widget is an instance of."""


@register.simple_tag
def field(bound: BoundField, *, label: str = "", hide_label: bool = False) -> SafeString:
    """Draw one field: label, control, help text and errors.

    :param label: replaces the field's own label.
    :param hide_label: keeps the label for screen readers only.
    """
    if bound.is_hidden:
        return bound.as_widget()
    dress = _dress(bound.field.widget)
    context = {
        "field": bound,
        "label": label or bound.label,
        "hide_label": hide_label,
        "widget": _widget(bound, dress),
        "currency": getattr(bound.field, "currency", ""),
    }
    return render_to_string(f"shop_core/forms/{dress.template}.html", context)


@register.simple_tag
def control(bound: BoundField, **attributes: str) -> SafeString:
    """Draw the bare control of a field, dressed; ``aria_label="..."`` and the like become attributes."""
    dress = _dress(bound.field.widget)
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    return bound.as_widget(attrs={**_attributes(bound, dress), **given})


@register.simple_tag
def form_errors(form: forms.BaseForm | BaseFormSet) -> SafeString:
    """Draw what is wrong with a form or a formset as a whole, with links to the fields that were refused."""
    context: dict[str, Any]
    if isinstance(form, BaseFormSet):
        context = {"errors": form.non_form_errors(), "fields": []}
    else:
        context = {
            "errors": [*form.non_field_errors(), *_hidden_errors(form)],
            "fields": [bound for bound in form.visible_fields() if bound.errors],
        }
    return render_to_string("shop_core/forms/errors.html", context)


@register.filter
def attributes(values: Mapping[str, Any]) -> SafeString:
    """Write a widget's attributes, escaped."""
    return flatatt(dict(values))


def _dress(widget: forms.Widget) -> Dress:
    return next(dress for kind, dress in DRESSES.items() if isinstance(widget, kind))


def _attributes(bound: BoundField, dress: Dress) -> dict[str, str | bool]:
    own = str(bound.field.widget.attrs.get("class", ""))
    css = f"{dress.css} {dress.refused if bound.errors else ''} {own}".split()
    return {"class": " ".join(css)} if css else {}


def _widget(bound: BoundField, dress: Dress) -> dict[str, Any] | SafeString:
    """Return the widget drawn, or, where our template draws it, what Django's own template would get."""
    attrs = _attributes(bound, dress)
    if dress.template not in {"choices", "file"}:
        return bound.as_widget(attrs=attrs)
    attrs = bound.build_widget_attrs({"id": bound.id_for_label or bound.auto_id, **attrs})
    if dress.template == "file" and bound.aria_describedby:
        attrs.setdefault("aria-describedby", bound.aria_describedby)
    widget: dict[str, Any] = bound.field.widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    return widget


def _hidden_errors(form: forms.BaseForm) -> list[str]:
    lists: list[ErrorList] = [bound.errors for bound in form.hidden_fields()]
    return [str(error) for errors in lists for error in errors]
