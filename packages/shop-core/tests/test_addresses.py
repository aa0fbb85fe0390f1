from dataclasses import replace

import pytest

from shop_core.addresses import (
    AddressError,
    clean_address,
    country_choices,
    country_name,
    field_labels,
    format_address,
    postal_code_countries,
    required_fields,
)
from shop_core.addresses.forms import AddressFormMixin
from shop_core.contracts import PostalAddress


def make_address(**overrides):
    plain = PostalAddress(name="Ona Ona", line1="Gedimino pr. 1", city="Vilnius", postal_code="01100", country="LT")
    return replace(plain, **overrides)


@pytest.mark.parametrize(
    ("country", "region", "typed", "kept"),
    [
        ("LT", "", "LT-01100", "01100"),
        ("LT", "", "lt 01100", "01100"),
        ("LV", "", "lv-1010", "LV-1010"),
        ("NL", "", "1012ab", "1012 AB"),
        ("GB", "", "sw1a1aa", "SW1A 1AA"),
        ("CA", "ON", "k1a0b1", "K1A 0B1"),
        ("JP", "Tokyo", "１００-０００１", "100-0001"),
        ("PL", "", "00001", "00-001"),
        ("DE", "", " 10115 ", "10115"),
        ("SE", "", "11455", "11455"),
        ("US", "california", "94105", "94105"),
        ("XK", "", "10000", "10000"),
    ],
)
def test_a_postal_code_is_taken_as_people_type_it(country, region, typed, kept):
    assert clean_address(make_address(country=country, region=region, postal_code=typed)).postal_code == kept


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [("LT", "", "1"), ("US", "CA", "10001"), ("DE", "", "ABCDE"), ("GB", "", "123"), ("XK", "", "90000")],
)
def test_a_postal_code_of_elsewhere_is_refused(country, region, code):
    with pytest.raises(AddressError) as refusal:
        clean_address(make_address(country=country, region=region, postal_code=code))
    assert set(refusal.value.errors) == {"postal_code"}


def test_hong_kong_has_no_city():
    assert "city" not in required_fields("HK")
    clean_address(make_address(country="HK", city="", region="Kowloon", postal_code=""))


def test_an_unknown_country_is_an_error_of_its_field():
    with pytest.raises(AddressError) as refusal:
        clean_address(make_address(country="QQ"))
    assert set(refusal.value.errors) == {"country"}


@pytest.mark.parametrize(("country", "label"), [("US", "ZIP code"), ("IE", "Eircode"), ("LT", "Postal code")])
def test_the_postal_code_is_called_as_in_its_country(country, label):
    assert field_labels(country)["postal_code"] == label


def test_country_names_follow_the_language():
    assert (country_name("DE", "en"), country_name("DE", "de")) == ("Germany", "Deutschland")
    assert "XK" in dict(country_choices())


def test_a_label_has_the_lines_of_the_country():
    assert format_address(make_address()) == ["Ona Ona", "Gedimino pr. 1", "LT-01100 VILNIUS", "LITHUANIA"]


def test_the_number_of_countries_with_a_postal_code_pattern_is_known():
    assert len(postal_code_countries()) == 181


def test_the_form_keeps_what_was_typed_and_names_the_field():
    form = AddressFormMixin({"name": "Ona", "country": "US", "line1": "1 Main St", "city": "Reno", "postal_code": "1"})
    assert set(form.errors) == {"region", "postal_code"}
    assert form["city"].value() == "Reno"


def test_the_form_gives_a_clean_address():
    form = AddressFormMixin(
        {"name": "Ona", "country": "LT", "line1": "G 1", "city": "Vilnius", "postal_code": "LT-01100"}
    )
    assert form.is_valid()
    assert form.address.postal_code == "01100"
