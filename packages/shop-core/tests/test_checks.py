import sys

import pytest
from django.core.checks import run_checks


def faults():
    return [(message.id, message.hint) for message in run_checks() if message.id.startswith("shop_core")]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SHOP_CORE", [], "shop_core.E001"),
        ("SHOP_CORE", {"NO_SUCH": 1}, "shop_core.E002"),
        ("SHOP_CURRENCY", "EURO", "shop_core.E006"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, name, value, fault):
    setattr(settings, name, value)
    assert fault in [message.id for message in run_checks()]


def test_the_defaults_have_no_faults():
    assert faults() == []


def test_an_extra_that_is_used_and_missing_is_named(monkeypatch):
    import shop_core.uploads  # noqa: F401

    monkeypatch.setitem(sys.modules, "PIL", None)
    assert faults() == [("shop_core.E007", 'pip install "shop-core[images]"')]
