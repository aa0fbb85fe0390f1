from datetime import timedelta

import pytest
from django.core.checks import WARNING
from django.core.checks import run_checks as run_all_checks
from django.core.management import call_command


def run_checks():
    """Return the faults; what is said of extras that are not installed is none."""
    return [message for message in run_all_checks() if message.level >= WARNING]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "shop_orders.E001"),
        ({"PRODUCT_SORCE": "x"}, "shop_orders.E002"),
        ({"MAX_QUANTITY": "many"}, "shop_orders.E003"),
        ({"PRODUCT_SOURCE": "no.such.Class"}, "shop_orders.E004"),
        ({"INVENTORY": "shop_orders.hooks.NoProducts"}, "shop_orders.E005"),
        ({"MAX_QUANTITY": 0}, "shop_orders.E006"),
        ({"PAYMENT_HOLD": timedelta(minutes=1)}, "shop_orders.E007"),
        ({"HOME_COUNTRY": "Germany"}, "shop_orders.E008"),
        ({"TAX_ROUNDING": "lines"}, "shop_orders.E003"),
        ({"TAX_ROUNDING_MODE": "up"}, "shop_orders.E003"),
        ({"TAX_POLICY": "shop_orders.hooks.ListPrices"}, "shop_orders.E005"),
        ({"DISCOUNT_POLICY": "shop_orders.policies.Nothing"}, "shop_orders.E004"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_ORDERS = setting
    assert [message.id for message in run_checks()] == [fault]


def test_a_wrong_choice_is_told_with_the_right_ones(settings):
    settings.SHOP_ORDERS = {"TAX_ROUNDING": "lines"}
    [fault] = run_checks()
    assert fault.msg == "SHOP_ORDERS['TAX_ROUNDING'] must be Literal['line', 'total'], not 'lines'."


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
