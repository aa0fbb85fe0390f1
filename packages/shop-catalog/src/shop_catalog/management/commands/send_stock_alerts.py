from typing import Any

from django.core.management.base import BaseCommand

from ...services.alerts import send_due_alerts


class Command(BaseCommand):
    help = "Mail the low stock alerts that could not be sent at once. Run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Sent: {send_due_alerts()}")
