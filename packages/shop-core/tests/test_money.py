from decimal import ROUND_DOWN, Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from shop_core.currencies import CURRENCIES, exponent
from shop_core.forms import MoneyField as MoneyFormField
from shop_core.money import Money

from .testapp.models import Note

currencies = st.sampled_from(["JPY", "EUR", "USD", "KWD", "BHD", "IRR"])
minors = st.integers(min_value=-(10**18), max_value=10**18)


@given(minors, st.sampled_from(sorted(CURRENCIES)))
def test_decimal_amounts_come_back_as_they_went(minor, currency):
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money
    assert Money.of(f"{money.amount:f}", currency) == money


@given(minors, minors, currencies)
def test_addition_and_subtraction_are_exact(a, b, currency):
    assert Money(a, currency) + Money(b, currency) - Money(b, currency) == Money(a, currency)


@given(minors, currencies, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=30).filter(any))
def test_the_parts_sum_to_the_whole(minor, currency, weights):
    parts = Money(minor, currency).allocate(weights)
    assert sum(part.minor for part in parts) == minor
    assert all(part.minor == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("IRR", 0)])
def test_each_currency_has_its_decimals(currency, decimals):
    assert exponent(currency) == decimals


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("500", "JPY", 500), ("12.50", "EUR", 1250), ("1.234", "KWD", 1234), ("-0.01", "EUR", -1)],
)
def test_amounts_are_read_by_their_currency(text, currency, minor):
    assert Money.of(text, currency) == Money(minor, currency)


@pytest.mark.parametrize("text", ["1.005", "0.001"])
def test_too_many_decimals_are_refused(text):
    with pytest.raises(ValueError, match="more decimals"):
        Money.of(text, "EUR")


def test_too_many_decimals_are_rounded_where_asked():
    assert Money.of("1.999", "EUR", rounding=ROUND_DOWN) == Money(199, "EUR")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "twelve", "", "1,50"])
def test_what_is_no_number_is_refused(amount):
    with pytest.raises(ValueError, match="no amount"):
        Money.of(amount, "EUR")


@pytest.mark.parametrize("amount", [1.5, True, None])
def test_what_is_not_exact_is_refused(amount):
    with pytest.raises(TypeError):
        Money.of(amount, "EUR")


@pytest.mark.parametrize("minor", [1.0, Decimal(1), "1", True])
def test_minor_units_are_integers(minor):
    with pytest.raises(TypeError):
        Money(minor, "EUR")


def test_unknown_currencies_are_refused():
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, "XXY")


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="does not mix"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="does not mix"):
        assert Money(1, "EUR") < Money(2, "USD")
    with pytest.raises(TypeError):
        Money(1, "EUR") + 1
    with pytest.raises(TypeError):
        Money(1, "EUR") * 1.5


def test_money_of_different_currencies_is_never_equal():
    assert Money(0, "EUR") != Money(0, "USD")


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_must_make_sense(weights):
    with pytest.raises(ValueError, match="Weights"):
        Money(1, "EUR").allocate(weights)


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "€1,250.00"), ("pl", "1\xa0250,00\xa0€"), ("de", "1.250,00\xa0€")]
)
def test_templates_show_money_in_the_reader_s_way(language, shown):
    with override(language):
        text = Template("{% load shop_money %}{{ price|money }}").render(Context({"price": Money(125000, "EUR")}))
    assert text == shown


def test_templates_show_nothing_for_no_money():
    assert Template("{% load shop_money %}{{ price|money }}").render(Context({"price": None})) == ""


def test_two_columns_read_and_write_as_one_attribute():
    note = Note(title="A")
    assert note.price is None
    note.price = Money(5, "JPY")
    assert (note.price_amount, note.currency, note.price) == (5, "JPY", Money(5, "JPY"))


def test_a_form_field_cleans_to_money():
    assert MoneyFormField(currency="KWD").clean("1.234") == Money(1234, "KWD")
    assert MoneyFormField(currency="EUR", required=False).clean("") is None
    assert MoneyFormField(currency="EUR").prepare_value(Money(150, "EUR")) == Decimal("1.50")


@pytest.mark.parametrize("text", ["1.5", "x", ""])
def test_a_form_field_refuses_what_is_no_amount(text):
    with pytest.raises(Exception, match=r"decimal|number|required"):
        MoneyFormField(currency="JPY").clean(text)
