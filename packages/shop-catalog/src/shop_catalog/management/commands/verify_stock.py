from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services.ledger import report_disagreements


class Command(BaseCommand):
    help = "Compare the stock counters of every offer with the ledger and the holds; fails where they disagree."

    def handle(self, *args: Any, **options: Any) -> None:
        if count := report_disagreements():
            raise CommandError(f"Offers that disagree with their ledger: {count}; the log names them.")
        self.stdout.write("The stock of every offer agrees with its ledger.")
