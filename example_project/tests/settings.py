"""The example shop under test: its own settings, a test database, and nothing left behind."""

import os
import tempfile

os.environ["DEBUG"] = "True"
os.environ["DOT_ENV"] = os.devnull
for name in ("REDIS_URL", "EMAIL_URL"):
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="shop-example-")

from config.settings import *  # noqa: E402, F403

from shop_core.testing.databases import databases  # noqa: E402

DATABASES = databases()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SHOP_CATALOG["AVIF"] = False  # noqa: F405 - it takes its time, and the package tests it
