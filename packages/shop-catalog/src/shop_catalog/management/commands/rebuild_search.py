from typing import Any

from django.core.management.base import BaseCommand

from ...services.listings import rebuild


class Command(BaseCommand):
    help = "Write the read model and the search index of all products anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} products listed.")
