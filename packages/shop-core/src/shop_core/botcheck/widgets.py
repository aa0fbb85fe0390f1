"""What the widgets of the checks have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class TemplateWidget(forms.HiddenInput):
    """A hidden input that a template of the project's own may draw; its errors belong to the form as a whole."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, None, attrs))
