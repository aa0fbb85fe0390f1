"""Products and their variants."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ImageField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError
from shop_core.templatetags.shop_money import money
from shop_core.uploads import SafeImageField

from ..models import Product, ProductImage, Variant
from ..services.images import make_renditions
from ..services.products import delete_product, restore_product
from .choices import CategoryField
from .listings import ListingAdmin


class VariantInline(admin.TabularInline):
    model = Variant
    extra = 0
    fields = ("name", "sku", "options", "weight_grams", "position")
    show_change_link = True
    can_delete = False


class ImageInline(admin.TabularInline):
    model = ProductImage
    extra = 0
    fields = ("file", "alt", "position")
    formfield_overrides = {ImageField: {"form_class": SafeImageField}}


@admin.register(Product)
class ProductAdmin(ListingAdmin):
    list_display = ("name", "category", "lowest_price", "is_featured", "rating_count", "created_at")
    list_filter = ("is_featured",)
    list_select_related = ("category",)
    search_fields = ("name", "description", "variants__sku")
    raw_id_fields = ("creator",)
    prepopulated_fields = {"slug": ("name",)}
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    inlines = (VariantInline, ImageInline)

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

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is ProductImage:
            changed = [image for image, fields in formset.changed_objects if "file" in fields]
            for image in [*formset.new_objects, *changed]:
                make_renditions(image=image)


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
