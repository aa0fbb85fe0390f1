"""The gallery on a product's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ImageField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop_core.uploads import SafeImageField

from ..models import ProductImage
from ..services.images import save_gallery


class ImageForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("position"), required=False, min_value=0, help_text=_("The least is the cover; empty: the last.")
    )


class ImageInline(admin.TabularInline):
    model = ProductImage
    form = ImageForm
    extra = 0
    fields = ("preview", "file", "alt", "position")
    readonly_fields = ("preview",)
    ordering = ("position", "pk")
    formfield_overrides = {ImageField: {"form_class": SafeImageField}}

    @admin.display(description=_("picture"))
    def preview(self, image: ProductImage) -> SafeString:
        context = {"picture": image.thumbnail, "alt": image.alt, "sizes": "6rem"}
        return render_to_string("shop_catalog/partials/picture.html", context)


class GalleryAdmin(admin.ModelAdmin):
    """An admin whose pictures are written by the services."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not ProductImage:
            super().save_formset(request, form, formset, change)
        else:
            images = formset.save(commit=False)
            save_gallery(product=form.instance, images=images, deleted=formset.deleted_objects)
