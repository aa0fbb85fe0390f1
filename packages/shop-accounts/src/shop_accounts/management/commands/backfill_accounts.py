from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop_accounts.services.backfill import backfill_accounts


class Command(BaseCommand):
    help = "Make an account for every user from before the installation."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Accounts made: {backfill_accounts()}")
