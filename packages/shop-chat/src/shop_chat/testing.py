"""For tests of projects that use shop-chat: factories, and the contracts of its hooks."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from .hooks import AvatarUrl, DisplayName
from .models import Thread
from .people import Guest, Person
from .services.messages import SentMessage, send_message
from .services.threads import open_support_thread


def make_agent(user: Any) -> Any:
    """Give the user the right to answer support threads, and return the user as the database has it."""
    user.user_permissions.add(Permission.objects.get(codename="answer_support", content_type__app_label="shop_chat"))
    return get_user_model()._default_manager.get(pk=user.pk)


def make_thread(owner: Person | None = None) -> Thread:
    """Return the support thread of a customer or guest; of a new guest where none is given."""
    return open_support_thread(owner=owner or Guest(key=f"guest-{Thread.objects.count() + 1}"))


def make_messages(thread: Thread, sender: Person, count: int = 1) -> list[SentMessage]:
    """Write ``count`` messages, "message 1" and so on."""
    return [
        send_message(thread=thread, sender=sender, client_id=f"c{number}", body=f"message {number}")
        for number in range(1, count + 1)
    ]


class DisplayNameContract:
    """What every `DisplayName` must do. Provide ``make_display_name()`` and ``make_users(count)``."""

    def make_display_name(self) -> DisplayName:
        raise NotImplementedError

    def make_users(self, count: int) -> list[Any]:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_everybody_has_a_name(self) -> None:
        users = self.make_users(2)
        names = self.make_display_name().names(users)
        assert set(names) == {user.pk for user in users}
        assert all(names.values())

    @pytest.mark.django_db
    def test_no_name_is_an_email_address(self) -> None:
        assert not any("@" in name for name in self.make_display_name().names(self.make_users(2)).values())

    @pytest.mark.django_db
    def test_many_names_cost_no_query_each(self, django_assert_max_num_queries: Any) -> None:
        users = self.make_users(20)
        with django_assert_max_num_queries(3):
            self.make_display_name().names(users)


class AvatarUrlContract:
    """What every `AvatarUrl` must do. Provide ``make_avatar_url()`` and ``make_users(count)``."""

    def make_avatar_url(self) -> AvatarUrl:
        raise NotImplementedError

    def make_users(self, count: int) -> list[Any]:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_only_those_asked_for_are_answered(self) -> None:
        users = self.make_users(2)
        assert set(self.make_avatar_url().urls(users[:1])) <= {users[0].pk}

    @pytest.mark.django_db
    def test_many_pictures_cost_no_query_each(self, django_assert_max_num_queries: Any) -> None:
        users = self.make_users(20)
        with django_assert_max_num_queries(3):
            self.make_avatar_url().urls(users)
