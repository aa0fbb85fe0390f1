"""What the staff is asked for when it imports products."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A file of products.

    :param may_create_categories: whether to offer that missing categories are made.
    """

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, with headings in its first row. An export has all columns."),
        validators=[FileExtensionValidator(["csv", "txt", "tsv", "xlsx"])],
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx", "class": "form-control"}),
    )
    create_categories = forms.BooleanField(
        label=_("Make missing categories"),
        required=False,
        help_text=_("Otherwise a row of an unknown category is bad."),
    )

    def __init__(self, *args: Any, may_create_categories: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_create_categories:
            del self.fields["create_categories"]
