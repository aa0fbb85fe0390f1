from typing import Any

from django.core.management.base import BaseCommand

from ...services.history import prune_catalog_history


class Command(BaseCommand):
    help = 'Delete what is known of changes of the catalog that are older than SHOP_CATALOG["HISTORY_KEPT_DAYS"]. Run it daily.'

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted: {prune_catalog_history()}")
