"""Files of products for tests, and what imports say of them."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook

from shop_catalog.services.imports import Terms, check_products, import_products

HEADINGS = ["name", "category", "sku", "price", "stock"]
LAMP = ["Desk lamp", "lamps", "L1", "12.50", "7"]


def as_file(*rows, headings=HEADINGS):
    text = StringIO()
    csv.writer(text).writerows([headings, *rows])
    return BytesIO(text.getvalue().encode())


def as_xlsx(*rows, headings=HEADINGS):
    book = Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content


def check(file, name="products.csv", **terms):
    return check_products(file=file, name=name, terms=Terms(**terms))


def run(file, name="products.csv", *, checked=None, **terms):
    return import_products(file=file, name=name, terms=Terms(**terms), checked=checked)


def counts(report):
    return report.new, report.changed, report.unchanged


def found(report):
    return [(problem.row, problem.column) for problem in report.problems]
