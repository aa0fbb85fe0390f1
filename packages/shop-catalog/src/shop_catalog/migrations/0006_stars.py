"""Products keep how many reviews gave each number of stars."""

from django.db import migrations, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

STARS = (1, 2, 3, 4, 5)


def count_reviews(apps, schema_editor):
    alias = schema_editor.connection.alias
    reviews = apps.get_model("shop_catalog", "Review").objects.using(alias)
    live = reviews.filter(product=OuterRef("pk"), deleted_at=None).order_by().values("product")
    counts = {stars: live.filter(rating=stars).annotate(total=Count("pk")).values("total") for stars in STARS}
    apps.get_model("shop_catalog", "Product").objects.using(alias).update(
        **{f"stars_{stars}": Coalesce(Subquery(count), 0) for stars, count in counts.items()}
    )


class Migration(migrations.Migration):
    dependencies = [("shop_catalog", "0005_stock_alerts")]

    operations = [
        *(
            migrations.AddField("product", f"stars_{stars}", models.PositiveIntegerField(default=0, editable=False))
            for stars in STARS
        ),
        migrations.RunPython(count_reviews, migrations.RunPython.noop),
    ]
