from typing import Any

from django.core.management.base import BaseCommand

from ...services.import_runs import tend_imports


class Command(BaseCommand):
    help = (
        "Start imports of the back office again whose worker was killed, and delete old ones. Run it every few minutes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Started again: {tend_imports()}")
