from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop_accounts.services.deletion import delete_due_accounts


class Command(BaseCommand):
    help = "Delete the accounts whose time is up, remind those whose day comes, and try again what failed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Accounts deleted: {delete_due_accounts()}")
