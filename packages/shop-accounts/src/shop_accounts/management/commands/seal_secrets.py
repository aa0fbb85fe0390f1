from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop_accounts.conf import conf
from shop_accounts.services.sealing import seal_secrets


class Command(BaseCommand):
    help = "Seal the secrets of authenticator apps with the first of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        if not conf.options.ENCRYPTION_KEYS:
            raise CommandError("SHOP_ACCOUNTS['ENCRYPTION_KEYS'] has no key to seal with.")
        sealed, unreadable = seal_secrets()
        self.stdout.write(f"Secrets sealed: {sealed}")
        if unreadable:
            raise CommandError(f"{unreadable} secrets were sealed by a key that is not in ENCRYPTION_KEYS any more.")
