from typing import Any

from django.core.management.base import BaseCommand

from ...services.stock import release_all_lapsed


class Command(BaseCommand):
    help = "Tidy up stock reservations that ran out. They count as free already; this only keeps the tables small."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Released: {release_all_lapsed()}")
