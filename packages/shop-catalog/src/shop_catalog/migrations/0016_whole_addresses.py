"""Pictures in the stored documents of products have whole addresses and keys now: all are written anew, by the next refresh."""

from django.db import migrations


def mark_stale(apps, schema_editor):
    apps.get_model("shop_catalog", "Listing").objects.using(schema_editor.connection.alias).update(is_stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("shop_catalog", "0015_history"),
    ]

    operations = [
        migrations.RunPython(mark_stale, migrations.RunPython.noop, elidable=True),
    ]
