from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services.verification import find_inconsistencies


class Command(BaseCommand):
    help = "Report orders and carts that contradict themselves; fails where there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(find_inconsistencies())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"Inconsistencies: {len(faults)}")
        self.stdout.write(self.style.SUCCESS("All orders are consistent."))
