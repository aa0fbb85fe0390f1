from typing import Any

from django.core.management.base import BaseCommand

from shop_accounts.services.codes import prune_one_time_codes


class Command(BaseCommand):
    help = "Delete the one-time codes that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"One-time codes deleted: {prune_one_time_codes()}")
