import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from shop_core.forms import MoneyField, YesNoField


class StoredFile:
    url = "/media/me.png"

    def __str__(self):
        return "me.png"


class EveryKind(forms.Form):
    text = forms.CharField(
        help_text="Not <b>bold</b>.", widget=forms.TextInput(attrs={"class": "own", "autocomplete": "name"})
    )
    story = forms.CharField(widget=forms.Textarea, required=False)
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    country = forms.ChoiceField(choices=[("pl", "Poland")])
    colors = forms.MultipleChoiceField(choices=[("r", "Red"), ("g", "Green")], widget=forms.CheckboxSelectMultiple)
    speed = forms.ChoiceField(choices=[("s", "Slow"), ("Days", [("f", "<Fast>")])], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    photo = forms.FileField(required=False, help_text="A face.")
    price = MoneyField(currency="EUR")
    born = forms.DateField(widget=forms.SelectDateWidget, required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class Both(forms.Form):
    one = forms.CharField()

    def clean(self):
        raise forms.ValidationError("<Never> right.")


def draw(source, **context):
    return Template("{% load shop_forms %}" + source).render(Context(context))


def draw_field(name, form=None, options=""):
    return draw("{% field form." + name + options + " %}", form=form or EveryKind())


def test_a_text_field_keeps_its_own_classes_and_attributes():
    html = draw_field("text")
    assert 'class="input w-full own"' in html
    assert 'autocomplete="name"' in html
    assert '<label for="id_text"' in html
    assert "required" in html


def test_a_required_field_is_marked_outside_its_label():
    assert '<label for="id_text" class="text-sm font-medium required-mark">Text</label>' in draw_field("text")
    assert "required-mark" not in draw_field("story")


def test_help_and_errors_describe_the_control():
    html = draw_field("text", EveryKind({}))
    assert 'aria-invalid="true"' in html
    assert "input-error" in html
    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_text_helptext", "id_text_error"]
    assert all(f'id="{name}"' in html for name in described)


def test_texts_are_escaped():
    assert "Not &lt;b&gt;bold&lt;/b&gt;." in draw_field("text")
    assert "&lt;Fast&gt;" in draw_field("speed")
    assert "&lt;script&gt;" in draw_field("story", EveryKind({"story": "<script>"}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("story", 'class="textarea w-full"'),
        ("secret", "<password-field"),
        ("country", 'class="select w-full"'),
        ("agreed", 'class="checkbox"'),
        ("colors", 'class="checkbox"'),
        ("speed", 'class="radio"'),
        ("photo", 'class="file-input w-full"'),
        ("price", "EUR"),
        ("born", 'name="born_year"'),
    ],
)
def test_each_kind_of_widget_has_its_dress(name, expected):
    assert expected in draw_field(name)


def test_choices_are_labelled_one_by_one_within_a_fieldset():
    html = draw_field("speed", EveryKind({"speed": "f"}))
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert '<label for="id_speed_0"' in html
    assert re.search(r'value="f"[^>]* checked', html)
    assert ">Days<" in html


def test_refused_choices_are_described_on_the_fieldset():
    assert '<fieldset class="grid content-start gap-3" aria-describedby="id_colors_error">' in draw_field(
        "colors", EveryKind({})
    )


def test_a_checkbox_stands_inside_its_label():
    assert re.search(r'<label for="id_agreed"[^>]*>\s*<input type="checkbox"', draw_field("agreed"))


def test_a_file_field_shows_what_is_stored_and_lets_one_clear_it():
    html = draw_field("photo", EveryKind(initial={"photo": StoredFile()}))
    assert 'href="/media/me.png"' in html
    assert 'name="photo-clear"' in html
    assert 'aria-describedby="id_photo_helptext"' in html
    assert '<label for="id_photo"' in html


def test_a_password_is_never_shown_again():
    assert "let-me-in" not in draw_field("secret", EveryKind({"secret": "let-me-in"}))


def test_a_hidden_field_is_only_its_control():
    assert draw_field("token") == '<input type="hidden" name="token" id="id_token">'


def test_the_label_can_be_replaced_and_hidden():
    html = draw_field("text", options=' label="Your name" hide_label=True')
    assert re.search(r'<label for="id_text" class="sr-only required-mark">Your name', html)


def test_a_bare_control_is_dressed_too():
    html = draw('{% control form.text aria_label="Name" %}', form=EveryKind())
    assert html.startswith("<input")
    assert 'aria-label="Name"' in html
    assert 'class="input w-full own"' in html


def test_errors_of_the_form_link_to_the_refused_fields():
    html = draw("{% form_errors form %}", form=Both({}))
    assert 'role="alert"' in html
    assert "&lt;Never&gt; right." in html
    assert '<a class="link" href="#id_one">One</a>' in html


def test_errors_of_hidden_fields_are_shown_with_the_form():
    assert "This field is required." in draw("{% form_errors form %}", form=EveryKind({}))


def test_a_form_without_errors_says_nothing():
    assert draw("{% form_errors form %}", form=EveryKind()).strip() == ""


def test_formsets_are_forms_too():
    formset = forms.formset_factory(Both, min_num=2, validate_min=True, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    )
    assert "Please submit at least 2 forms." in draw("{% form_errors form %}", form=formset)
    assert 'id="id_form-0-one"' in draw("{% field form.one %}", form=formset.forms[0])


def test_an_upload_that_was_refused_keeps_the_form_usable():
    form = EveryKind({}, {"photo": SimpleUploadedFile("empty.png", b"")})
    assert "file-input-error" in draw_field("photo", form)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("true", True),
        ("1", True),
        ("on", True),
        ("False", False),
        ("0", False),
        ("off", False),
        ("", None),
        (None, None),
    ],
)
def test_yes_and_no_are_understood(said, meant):
    assert YesNoField(required=False).clean(said) is meant


@pytest.mark.parametrize("said", ["maybe", "2", "yes\x00", "truee"])
def test_what_is_neither_yes_nor_no_is_refused(said):
    with pytest.raises(ValidationError, match="true or false"):
        YesNoField(required=False).clean(said)
