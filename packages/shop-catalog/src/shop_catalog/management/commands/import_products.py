from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.management.base import CommandError, CommandParser

from shop_core.exceptions import ShopError
from shop_core.history.actors import Via, acting

from ...models import Store
from ..product_files import Bar, ProductFileCommand

if TYPE_CHECKING:
    from ...services.imports import Report, Terms


class Command(ProductFileCommand):
    help = (
        "Check a CSV or XLSX file of products, and with --commit import it: all of it, or, where a row is bad, nothing. "
        "See the how-to “Import products”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        step = parser.add_mutually_exclusive_group()
        step.add_argument("--dry-run", action="store_true", help="Check only, and write nothing; so it is by default.")
        step.add_argument("--commit", action="store_true", help="Import the file, if the check finds nothing bad.")
        parser.add_argument("--create-categories", action="store_true", help="Make the categories that are missing.")

    def run(self, *, store: Store | None, **options: Any) -> None:
        from ...services.imports import Terms

        owner = store.seller.user if store and store.seller else None
        terms = Terms(by=owner, store=store, create_categories=options["create_categories"])
        try:
            by = acting(via=Via.COMMAND, name=f"import_products {options['file'].name}")
            with by, options["file"].open("rb") as file:
                self._go_through(file, options["file"].name, terms, commit=options["commit"])
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror}.") from None
        except ShopError as refusal:
            raise CommandError(str(refusal)) from None

    def _go_through(self, file: BinaryIO, name: str, terms: "Terms", *, commit: bool) -> None:
        from ...services.imports import check_products, count_rows, import_products

        total = count_rows(file, name)
        report = check_products(file=file, name=name, terms=terms, progress=Bar(self.stderr, "Checked ", total))
        if report.is_clean and commit:
            bar = Bar(self.stderr, "Imported", report.rows)
            report = import_products(file=file, name=name, terms=terms, checked=report, progress=bar)
        self._tell(report)
        if not report.is_clean:
            raise CommandError(f"{report.problem_count} problems; nothing was imported.")
        self.stdout.write("Imported." if commit else "This was a check; import the file with --commit.")

    def _tell(self, report: "Report") -> None:
        for problem in report.problems:
            where = f"Row {problem.row}, {problem.column}" if problem.column else f"Row {problem.row}"
            self.stderr.write(f"{where}: {problem.reason}")
        for path in sorted(report.new_categories):
            self.stdout.write(f"New category: {path}")
        self.stdout.write(f"Rows: {report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as before.")
