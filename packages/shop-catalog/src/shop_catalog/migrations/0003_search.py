"""What each database searches with, and a row of the read model for every product that is on sale already."""

import warnings

from django.db import DatabaseError, migrations, transaction
from django.db.models import F, FloatField
from django.db.models.functions import Cast

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


def list_products(apps, schema_editor):
    """List what is on sale, to be written whole by ``rebuild_search`` or the periodic job."""
    alias = schema_editor.connection.alias
    products = apps.get_model("shop_catalog", "Product").objects.using(alias)
    score = Cast(F("rating_sum") + 15, FloatField()) / (F("rating_count") + 5)
    on_sale = products.filter(deleted_at=None, price_amount__isnull=False).annotate(score=score)
    rows = on_sale.values_list("pk", "category__path", "price_amount", "currency", "is_featured", "created_at", "score")
    Listing = apps.get_model("shop_catalog", "Listing")
    Listing.objects.using(alias).bulk_create(
        (
            Listing(
                product_id=pk,
                category_path=path,
                price_amount=price,
                currency=currency,
                is_featured=featured,
                created_at=created,
                rating_score=score,
                card="",
                detail="",
                is_stale=True,
            )
            for pk, path, price, currency, featured, created, score in rows.iterator(chunk_size=2000)
        ),
        batch_size=2000,
    )


class Migration(migrations.Migration):
    dependencies = [("shop_catalog", "0002_read_model")]

    operations = [
        migrations.RunPython(make_search, drop_search),
        migrations.RunPython(list_products, migrations.RunPython.noop),
    ]
