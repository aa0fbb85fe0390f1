from typing import Any

from django.core.management.base import BaseCommand

from ...services.expiry import expire_orders


class Command(BaseCommand):
    help = "Cancel the orders that were not paid in time, and free their stock."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Cancelled: {expire_orders()}")
