"""Products and their variants."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError
from shop_core.templatetags.shop_money import money

from ..models import Product, Variant
from ..services.products import delete_product, restore_product
from .attributes import ValueInline
from .choices import CategoryField
from .images import GalleryAdmin, ImageInline
from .listings import ListingAdmin
from .product_files import ProductFilesAdmin
from .refusals import RefusalsAdmin


class VariantInline(admin.TabularInline):
    model = Variant
    extra = 0
    fields = ("name", "sku", "options", "weight_grams", "position")
    show_change_link = True
    can_delete = False


@admin.register(Product)
class ProductAdmin(ProductFilesAdmin, RefusalsAdmin, GalleryAdmin, ListingAdmin):
    list_display = ("name", "category", "lowest_price", "is_featured", "rating_count", "created_at")
    list_filter = ("is_featured",)
    list_select_related = ("category",)
    search_fields = ("name", "description", "variants__sku")
    raw_id_fields = ("creator",)
    prepopulated_fields = {"slug": ("name",)}
    date_hierarchy = "created_at"
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

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_product(product=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for product in queryset:
            delete_product(product=product)

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for product in queryset:
            try:
                restore_product(product=product)
            except ShopError as refusal:
                messages.error(request, f"{product}: {refusal}")
            else:
                messages.success(request, _("%(product)s is back.") % {"product": product})


@admin.register(Variant)
class VariantAdmin(ListingAdmin):
    products_path = "product"
    list_display = ("product", "label", "sku", "weight_grams")
    list_select_related = ("product",)
    search_fields = ("sku", "name", "product__name")
    autocomplete_fields = ("product",)
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("product")
