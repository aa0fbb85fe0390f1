"""What the commands that import and export products share."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from ..checks import INSTALL_IMPORT, missing_for_import
from ..models import Store


class ProductFileCommand(BaseCommand):
    """A command that needs the extra ``import``, and may be bound to one store."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", metavar="SLUG", help="Only this store.")

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := missing_for_import():
            raise CommandError(f"This needs {', '.join(missing)}: {INSTALL_IMPORT}")
        slug = options["store"]
        store: Store | None = Store.objects.select_related("seller__user").filter(slug=slug).first() if slug else None
        if slug and store is None:
            raise CommandError(f"There is no store {slug!r}.")
        self.run(**{**options, "store": store})

    def run(self, *, store: Store | None, **options: Any) -> None:
        """Do what the command is for."""
        raise NotImplementedError


class Bar:
    """A bar that grows in a terminal; elsewhere a line now and then.

    :param total: None where nobody knows.
    """

    WIDTH = 30

    def __init__(self, out: OutputWrapper, label: str, total: int | None) -> None:
        self.out = out
        self.label = label
        self.total = total
        self.shown = 0

    def __call__(self, done: int) -> None:
        tenths = done * 10 // self.total if self.total else done // 10_000
        if self.out.isatty():
            self.out.write(f"\r{self._line(done)}", ending="\n" if done == self.total else "")
            self.out.flush()
        elif tenths > self.shown:
            self.shown = tenths
            self.out.write(self._line(done))

    def _line(self, done: int) -> str:
        if not self.total:
            return f"{self.label} {done:,} rows"
        filled = "#" * (done * self.WIDTH // self.total)
        return f"{self.label} [{filled:<{self.WIDTH}}] {done:,} of {self.total:,} rows"
