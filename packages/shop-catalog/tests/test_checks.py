"""What is found at start-up."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "shop_catalog.E001"),
        ({"PURCHASE_CHEK": "x"}, "shop_catalog.E002"),
        ({"LOW_STOCK_THRESHOLD": "few"}, "shop_catalog.E003"),
        ({"PURCHASE_CHECK": "no.such.Class"}, "shop_catalog.E004"),
        ({"PURCHASE_CHECK": "shop_catalog.models.Product"}, "shop_catalog.E005"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_CATALOG = setting
    assert [message.id for message in run_checks()] == [fault]


@pytest.mark.django_db
def test_the_defaults_are_faultless():
    assert run_checks() == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run")
