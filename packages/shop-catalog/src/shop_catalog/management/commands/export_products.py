import sys
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError, CommandParser

from shop_core.exceptions import ShopError

from ...models import Offer, Store
from ..product_files import ProductFileCommand


class Command(ProductFileCommand):
    help = "Write the products with their offers as CSV or XLSX, as import_products reads them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, nargs="?", help="Where to; the standard output where it is left out.")
        parser.add_argument("--format", choices=["csv", "xlsx"], help="That of the file's ending by default, else CSV.")
        parser.add_argument("--columns", help="Only these, with commas between: sku,stock")

    def run(self, *, store: Store | None, **options: Any) -> None:
        from ...services.exports import export_rows, require_names, unknown_columns

        columns = [name.strip() for name in (options["columns"] or "").split(",") if name.strip()]
        if unknown := unknown_columns(columns):
            raise CommandError(f"There are no such columns: {', '.join(unknown)}")
        file: Path | None = options["file"]
        kind = options["format"] or ("xlsx" if file and file.suffix.lower() == ".xlsx" else "csv")
        offers = Offer.objects.filter(store=store) if store else Offer.objects.all()
        try:
            require_names(offers, columns)
            rows = export_rows(offers, columns=columns)
            if file is None:
                self._write(rows, sys.stdout.buffer, kind)
            else:
                with file.open("wb") as out:
                    self._write(rows, out, kind)
        except (OSError, ShopError) as refusal:
            raise CommandError(str(refusal)) from None

    def _write(self, rows: Any, out: BinaryIO, kind: str) -> None:
        from ...services.exports import as_csv, write_xlsx

        if kind == "xlsx":
            write_xlsx(rows, out)
        else:
            out.writelines(as_csv(rows))
