"""What each database searches with. Products that are there already are listed by ``rebuild_search``, or the periodic job."""

import warnings

from django.db import DatabaseError, migrations, transaction

POSTGRESQL = """
ALTER TABLE shop_catalog_listing ADD COLUMN search tsvector NOT NULL DEFAULT '';
CREATE INDEX shop_catalog_listing_search ON shop_catalog_listing USING gin (search);
"""
TRIGRAMS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX shop_catalog_word_near ON shop_catalog_searchword USING gin (word gin_trgm_ops);
"""
SQLITE = "CREATE VIRTUAL TABLE shop_catalog_search USING fts5 (name, keywords, body, prefix = '2 3')"


def make_search(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        try:
            with transaction.atomic(using=connection.alias):
                schema_editor.execute(TRIGRAMS)
        except DatabaseError as error:
            warnings.warn(f"Mistyped first letters are not corrected without pg_trgm: {error}", stacklevel=2)
    elif connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


def drop_search(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS shop_catalog_word_near")
        schema_editor.execute("ALTER TABLE shop_catalog_listing DROP COLUMN search")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE shop_catalog_search")


class Migration(migrations.Migration):
    dependencies = [("shop_catalog", "0002_read_model")]

    operations = [migrations.RunPython(make_search, drop_search)]
