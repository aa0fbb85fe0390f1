from typing import Any

from django.core.management.base import BaseCommand

from ...services.reconcile import reconcile


class Command(BaseCommand):
    help = "Ask the providers about payments that have been silent, and tell again of money that arrived lately."

    def handle(self, *args: Any, **options: Any) -> None:
        done = reconcile()
        self.stdout.write(f"Settled: {done.settled}, unanswered: {done.unanswered}, told again: {done.told_again}")
