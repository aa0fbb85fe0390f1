"""Shipping methods had one flat price: it becomes their one rate; orders keep the method's key as text."""

from django.db import migrations
from django.db.models import CharField
from django.db.models.functions import Cast


def to_rates(apps, schema_editor):
    method_model, rate_model, order_model = (
        apps.get_model("shop_orders", name) for name in ("ShippingMethod", "ShippingRate", "Order")
    )
    rate_model.objects.bulk_create(
        rate_model(
            method=method,
            countries=method.countries,
            price_amount=method.price_amount,
            free_over_amount=method.free_over_amount,
            currency=method.currency,
        )
        for method in method_model._base_manager.all()
    )
    order_model._base_manager.exclude(shipping_method=None).update(shipping_ref=Cast("shipping_method_id", CharField()))


def to_flat_prices(apps, schema_editor):
    method_model, order_model = (apps.get_model("shop_orders", name) for name in ("ShippingMethod", "Order"))
    for method in method_model._base_manager.prefetch_related("rates"):
        if rate := method.rates.order_by("pk").first():
            method.countries = rate.countries
            method.price_amount = rate.price_amount
            method.free_over_amount = rate.free_over_amount
            method.currency = rate.currency
            method.save()
    known = {str(key): key for key in method_model._base_manager.values_list("pk", flat=True)}
    for ref, key in known.items():
        order_model._base_manager.filter(shipping_ref=ref).update(shipping_method=key)


class Migration(migrations.Migration):
    dependencies = [("shop_orders", "0004_pricing")]

    operations = [migrations.RunPython(to_rates, to_flat_prices)]
