"""What the apps add to the public profile of a user."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from shop_accounts.hooks import ProfileLink
from shop_catalog.models import Store


class DirectMessage:
    """The button that opens a chat with the user: for others who are logged in, once the chat has that page."""

    def links(self, users: Collection[AbstractBaseUser], viewer: Any) -> Mapping[Any, Sequence[ProfileLink]]:
        if not viewer.is_authenticated:
            return {}
        try:
            return {
                user.pk: [
                    ProfileLink(label=_("Direct message"), url=reverse("shop_chat:direct", args=[user.pk]), icon="chat")
                ]
                for user in users
                if user.pk != viewer.pk
            }
        except NoReverseMatch:
            return {}


class Stores:
    """The open stores of a seller."""

    def links(self, users: Collection[AbstractBaseUser], viewer: Any) -> Mapping[Any, Sequence[ProfileLink]]:
        stores = Store.objects.open().filter(seller__user__in=users).select_related("seller").order_by("name", "pk")
        links = defaultdict(list)
        for store in stores:
            links[store.seller.user_id].append(
                ProfileLink(label=store.name, url=store.get_absolute_url(), icon="store")
            )
        return links
