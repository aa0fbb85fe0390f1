from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop_accounts.services.pruning import delete_unverified_users


class Command(BaseCommand):
    help = "Delete the users who registered and never confirmed their address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=float, help="How old; the option UNVERIFIED_MAX_AGE where it is left out.")
        parser.add_argument("--dry-run", action="store_true", help="Only count.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] is not None and options["days"] < 0:
            raise CommandError("--days must not be negative.")
        max_age = None if options["days"] is None else timedelta(days=options["days"])
        count = delete_unverified_users(max_age=max_age, dry_run=options["dry_run"])
        self.stdout.write(f"{'Users who would go' if options['dry_run'] else 'Users deleted'}: {count}")
