"""The form field that refuses machines."""

from __future__ import annotations

from typing import Any

from django import forms

from ..options import conf


class BotCheckField(forms.Field):
    """A field that refuses machines by the `BotCheck` of the settings; add it to a form in one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label="", **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> BotCheckField:
        """Give each form the widget that the settings name when it is made, not when its class was."""
        field = super().__deepcopy__(memo)
        field.widget = conf.hook("BOT_CHECK").widget()
        return field

    def clean(self, value: Any) -> None:
        conf.hook("BOT_CHECK").verify(value)
