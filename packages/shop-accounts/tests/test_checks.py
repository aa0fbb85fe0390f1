import pytest
from django.core.checks import run_checks
from django.core.management import call_command


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "shop_accounts.E001"),
        ({"ACTIVATON": "email"}, "shop_accounts.E002"),
        ({"ACTIVATION": "post"}, "shop_accounts.E003"),
        ({"UNVERIFIED_MAX_AGE": 2}, "shop_accounts.E003"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_ACCOUNTS = setting
    assert [message.id for message in run_checks()] == [fault]


def test_our_backend_must_be_listed(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert [message.id for message in run_checks()] == ["shop_accounts.E006"]


def test_a_right_project_has_no_faults():
    assert run_checks() == []


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
