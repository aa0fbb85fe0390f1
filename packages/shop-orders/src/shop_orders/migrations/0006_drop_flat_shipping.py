from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop_orders", "0005_copy_shipping_prices")]

    operations = [
        migrations.RemoveConstraint(
            model_name="shippingmethod",
            name="shop_orders_shipping_not_negative",
        ),
        migrations.RemoveField(
            model_name="order",
            name="shipping_method",
        ),
        migrations.RemoveField(
            model_name="shippingmethod",
            name="countries",
        ),
        migrations.RemoveField(
            model_name="shippingmethod",
            name="currency",
        ),
        migrations.RemoveField(
            model_name="shippingmethod",
            name="free_over_amount",
        ),
        migrations.RemoveField(
            model_name="shippingmethod",
            name="price_amount",
        ),
    ]
