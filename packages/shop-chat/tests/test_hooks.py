from shop_chat.hooks import NoAvatars, UserDisplayName
from shop_chat.testing import AvatarUrlContract, DisplayNameContract

from .conftest import make_user


class TestUserDisplayName(DisplayNameContract):
    def make_display_name(self):
        return UserDisplayName()

    def make_users(self, count):
        return [make_user() for _ in range(count)]


class TestNoAvatars(AvatarUrlContract):
    def make_avatar_url(self):
        return NoAvatars()

    def make_users(self, count):
        return [make_user() for _ in range(count)]


def test_the_full_name_comes_first():
    class Person:
        pk = 1

        def get_full_name(self):
            return "Ada Lovelace"

    assert UserDisplayName().names([Person()]) == {1: "Ada Lovelace"}
