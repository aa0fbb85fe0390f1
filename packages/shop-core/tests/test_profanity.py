from time import monotonic

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter

from shop_core.checks import check_settings
from shop_core.profanity import ProfanityValidator, WordList

BAD = [
    "fuck",
    "FUCK you",
    "f u c k",
    "f.u.c.k",
    "fuuuuuck",
    "f*ck",
    "fvck",
    "f\u200bu\u200bc\u200bk",  # zero-width spaces
    "fuсk",  # a Cyrillic letter
    "ｆｕｃｋ",
    "fückér",
    "fuckface99",
    "xXfuckXx",
    "5h1t",
    "$h!t",
    "b1tch",
    "a$$hole",
    "motherfucker",
    "Scheiße",
    "putain",
    "hijo de puta",
    "vaffanculo",
    "kurwa",
]

INNOCENT = [
    "Scunthorpe",
    "Penistone",
    "Dick Van Dyke",
    "Arsenal",
    "Cockburn Street",
    "Hancock",
    "Essex",
    "Clitheroe",
    "Lightwater",
    "Assisi",
    "Massachusetts",
    "classic_bass",
    "Matsushita",
    "shiitake",
    "therapist",
    "analyst",
    "Saltwater Road",
    "Charles Dickens",
    "Cumberland",
    "Marschallstraße",
    "computation",
    "Swansea",
    "455 Merdeka Avenue",
]


def is_profane(text, **options):
    return WordList().is_profane(text, **options)


def test_the_table_has_the_size_of_the_comparison():
    assert (len(set(BAD)), len(set(INNOCENT))) == (23, 23)


@pytest.mark.parametrize("text", BAD)
def test_a_bad_name_is_found(text):
    assert is_profane(text, strict=True)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_one_passes(text, strict):
    assert not is_profane(text, strict=strict)


@pytest.mark.parametrize("text", BAD)
def test_a_bad_word_of_a_text_is_found(text):
    assert is_profane(f"Dear all, {text}, and so on.")


@pytest.mark.parametrize("name", ["xXshitXx", "my_cunt", "BigAss", "bigAss99", "tinypenis"])
def test_a_name_is_searched_inside(name):
    assert is_profane(name, strict=True)


@pytest.mark.parametrize("text", ["xXshitXx", "Kurwaty 5", "Stronzotown", "455", "A55, Junction 11", "4 55"])
def test_an_address_is_searched_by_whole_words(text):
    assert not is_profane(text)


@pytest.mark.parametrize("text", ["", " ", "!!!", "****", "Łódź", "東京", "Улица Ленина", "Ωμέγα"])
def test_other_signs_and_scripts_pass(text):
    assert not is_profane(text, strict=True)


def test_words_are_added_and_allowed(settings):
    settings.SHOP_CORE = {"PROFANITY_WORDS": ["*Rival_Shop*"], "PROFANITY_ALLOWED_WORDS": ["Shitterton"]}
    assert check_settings() == []
    assert is_profane("R1VAL shop")
    assert is_profane("the rivalshops")
    assert not is_profane("Shitterton", strict=True)
    settings.SHOP_CORE = {}
    assert not is_profane("R1VAL shop")
    assert is_profane("Shitterton", strict=True)


class NoCheese:
    def is_profane(self, text, *, strict=False):
        return "cheese" in text


def test_the_matcher_can_be_replaced(settings):
    settings.SHOP_CORE = {"PROFANITY_MATCHER": f"{__name__}.NoCheese"}
    ProfanityValidator()("fuck")
    with pytest.raises(ValidationError):
        ProfanityValidator()("cheese")


def test_the_validator_says_what_to_do():
    with pytest.raises(ValidationError, match="choose other words") as refusal:
        ProfanityValidator(strict=True)("xXshitXx")
    assert refusal.value.code == "profanity"
    ProfanityValidator()("xXshitXx")


def test_the_validator_can_stand_in_a_migration():
    written, _imports = MigrationWriter.serialize(ProfanityValidator(strict=True))
    assert written == "shop_core.profanity.ProfanityValidator(strict=True)"
    assert ProfanityValidator(strict=True) == ProfanityValidator(strict=True)


@pytest.mark.parametrize("text", ["a" * 20_000, "aaaa*" * 4_000, "s****" * 4_000, "a b " * 5_000, "_ " * 10_000])
def test_a_long_text_of_little_variety_is_read_at_once(text):
    started = monotonic()
    assert not WordList().is_profane(text)
    assert monotonic() - started < 2


def test_a_word_drawn_out_is_found():
    assert WordList().is_profane("f" * 30 + "u" * 30 + "ck you")
