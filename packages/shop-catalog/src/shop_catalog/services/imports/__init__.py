"""Products from CSV and XLSX files, in bulk; needs the extra ``shop-catalog[import]``."""

from .entries import Terms
from .products import check_products, import_products
from .reading import count_rows
from .report import Problem, Report

__all__ = ["Problem", "Report", "Terms", "check_products", "count_rows", "import_products"]
