from typing import Any

from django.core.management.base import BaseCommand

from ...services.readmodel import refresh_stale


class Command(BaseCommand):
    help = "Write the rows of the read model that wait for it, such as those of products sold since the last run."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_stale()} products listed.")
