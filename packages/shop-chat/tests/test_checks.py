import pytest
from django.core.checks import run_checks
from django.core.management import call_command


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "shop_chat.E001"),
        ({"MAX_LENGHT": 1}, "shop_chat.E002"),
        ({"MAX_LENGTH": "many"}, "shop_chat.E003"),
        ({"DISPLAY_NAME": "no.such.Class"}, "shop_chat.E004"),
        ({"AVATAR_URL": "shop_chat.hooks.UserDisplayName"}, "shop_chat.E005"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_CHAT = setting
    assert [message.id for message in run_checks()] == [fault]


def test_a_host_list_that_lets_every_origin_in_is_refused(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert [message.id for message in run_checks()] == ["shop_chat.E006"]


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
