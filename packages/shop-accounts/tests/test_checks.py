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
        ({"MFA_METHODS": ["email"], "MFA_REQUIRED_METHODS": ["totp"]}, "shop_accounts.E013"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_ACCOUNTS = setting
    assert [message.id for message in run_checks()] == [fault]


def test_our_backend_must_be_listed(settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert [message.id for message in run_checks()] == ["shop_accounts.E006"]


@pytest.mark.parametrize(
    ("classes", "faults"),
    [
        (["rest_framework.authentication.SessionAuthentication"], ["shop_accounts.W004"]),
        (["rest_framework_simplejwt.authentication.JWTAuthentication"], ["shop_accounts.W004"]),
        (["shop_accounts.api.authentication.TokenAuthentication"], []),
    ],
)
def test_tokens_are_taken_where_they_are_handed_out(settings, classes, faults):
    settings.REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": classes}
    assert [message.id for message in run_checks()] == faults


def test_who_hands_out_no_tokens_need_take_none(settings):
    settings.REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": []}
    settings.ROOT_URLCONF = "shop_accounts.urls"
    assert "shop_accounts.W004" not in {message.id for message in run_checks()}


def test_a_right_project_has_no_faults():
    assert run_checks() == []


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
