from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop_accounts.services.roles import sync_roles


class Command(BaseCommand):
    help = "Make the groups of the roles and grant them the permissions of the option ROLE_PERMISSIONS."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
