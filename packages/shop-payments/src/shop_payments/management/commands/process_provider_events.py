from typing import Any

from django.core.management.base import BaseCommand

from ...services.events import process_events


class Command(BaseCommand):
    help = "Apply the notices of payment providers that could not be applied yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Applied: {process_events()}")
