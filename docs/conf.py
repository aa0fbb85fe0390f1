"""The documentation of Shop Suite: MyST pages, and a reference read from the code's own docstrings."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "example_project"))
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "True", "DOT_ENV": os.devnull}
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="shop-docs-"))

import django  # noqa: E402

django.setup()

project = "Shop Suite"
author = "The Shop Suite contributors"
copyright = "2026, the Shop Suite contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Shop Suite"
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
default_role = "code"
suppress_warnings = ["myst.header", "ref.python"]  # two apps may name a refusal alike
