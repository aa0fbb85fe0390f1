"""The forms of shop-catalog's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError
from shop_core.pagination import DEEPEST

from .models.review_reports import ReportReason


def show_refusal(form: forms.Form, refusal: ShopError) -> None:
    """Say on a form what a service refuses, beside the fields that it names."""
    for name, texts in (refusal.errors or {"": [str(refusal)]}).items():
        field = next((each for each in (name, f"attribute-{name}") if each in form.fields), None)
        form.add_error(field, list(texts))


class BatchForm(forms.Form):
    """Which further products of a list a script asks for."""

    start = forms.IntegerField(min_value=0, max_value=DEEPEST)
    batch = forms.IntegerField(min_value=1, max_value=200)


class ReviewForm(forms.Form):
    """A rating with words."""

    rating = forms.TypedChoiceField(
        label=_("Your rating"),
        coerce=int,
        choices=[
            (5, _("5 stars: excellent")),
            (4, _("4 stars: good")),
            (3, _("3 stars: fair")),
            (2, _("2 stars: poor")),
            (1, _("1 star: bad")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your review"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    name = forms.CharField(
        label=_("Name to show"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty to be shown as a verified buyer."),
    )


class ReviewReportForm(forms.Form):
    """What a reader holds against a review."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("More about it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
