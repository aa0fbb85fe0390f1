"""Products and their variants."""

from collections.abc import Collection
from contextlib import ExitStack
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.templatetags.shop_money import money

from ..models import Product, Variant
from ..services.history import ATTRIBUTES, PICTURES, history
from ..services.products import delete_product, restore_product
from ..services.variants import delete_variant, options_once, refuse_same_make, restore_variant
from .attributes import ValueInline
from .choices import CategoryField
from .images import GalleryAdmin, ImageInline
from .listings import ListingAdmin
from .product_files import ProductFilesAdmin

SAYS_MAKE = {"name", "sku", "options", "product"}
"""The fields by which a variant is told from its siblings."""


def check_makes(variants: Collection[Variant]) -> None:
    """Refuse variants, written in this transaction, that a sibling is too.

    :raises ShopError: for one of them.
    """
    Product.all_objects.filter(pk__in=[each.product_id for each in variants]).lock()
    for each in variants:
        options_once(each.options)
        refuse_same_make(variant=each)


class VariantInline(admin.TabularInline):
    model = Variant
    extra = 0
    fields = ("name", "sku", "options", "weight_grams", "position")
    show_change_link = True
    can_delete = False


@admin.register(Product)
class ProductAdmin(ProductFilesAdmin, GalleryAdmin, ListingAdmin):
    watched_parts = (ATTRIBUTES, PICTURES)
    list_display = ("name", "category", "lowest_price", "is_featured", "rating_count", "created_at")
    list_filter = ("is_featured", "created_at")
    list_select_related = ("category",)
    search_fields = ("name", "description", "variants__sku")
    raw_id_fields = ("creator",)
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("-created_at", "-pk")
    inlines = (VariantInline, ValueInline, ImageInline)
    actions = ("restore_selected", "export_csv", "export_xlsx")

    @admin.display(description=_("lowest price"), ordering="price_amount")
    def lowest_price(self, product: Product) -> str:
        return money(product.price)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "category":
            return db_field.formfield(form_class=CategoryField, admin_site=self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def watch(self, watches: ExitStack, record: Any) -> None:
        super().watch(watches, record)
        variants = Variant.all_objects.filter(product=record).values_list("pk", flat=True)
        watches.enter_context(history.watching(Variant, list(variants)))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Variant:
            changed = [each for each, fields in formset.changed_objects if SAYS_MAKE & set(fields)]
            check_makes([*formset.new_objects, *changed])

    def delete_record(self, record: Any) -> None:
        delete_product(product=record)

    def restore_record(self, record: Any) -> None:
        restore_product(product=record)


@admin.register(Variant)
class VariantAdmin(ListingAdmin):
    products_path = "product"
    list_display = ("product", "label", "sku", "weight_grams")
    list_select_related = ("product",)
    search_fields = ("sku", "name", "product__name")
    autocomplete_fields = ("product",)
    ordering = ("-pk",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or SAYS_MAKE & set(form.changed_data):
            check_makes([obj])

    def delete_record(self, record: Any) -> None:
        delete_variant(variant=record)

    def restore_record(self, record: Any) -> None:
        restore_variant(variant=record)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("product")
