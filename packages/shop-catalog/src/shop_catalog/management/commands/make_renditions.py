from typing import Any

from django.core.management.base import BaseCommand

from ...services.renditions import make_all_renditions


class Command(BaseCommand):
    help = "Make the sizes and formats that pictures of products lack."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Made: {make_all_renditions()}")
