from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def take_over_states(apps, schema_editor):
    """Say of each line what was true of its order: until now they moved together."""
    lines = apps.get_model("shop_orders", "OrderLine").objects.using(schema_editor.connection.alias)
    orders = apps.get_model("shop_orders", "Order").objects.filter(pk=OuterRef("order"))
    cancelled = lines.filter(order__state="cancelled").values("pk")
    lines.filter(pk__in=cancelled).update(state="cancelled", cancelled_quantity=F("quantity"))
    lines.exclude(state="cancelled").update(state=Subquery(orders.values("state")))


class Migration(migrations.Migration):
    dependencies = [("shop_orders", "0002_order_flow")]

    operations = [migrations.RunPython(take_over_states, migrations.RunPython.noop)]
