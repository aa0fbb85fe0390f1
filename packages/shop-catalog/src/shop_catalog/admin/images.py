"""The gallery on a product's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ImageField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop_core.uploads import SafeImageField

from ..exceptions import PictureNotStoredError
from ..models import ProductImage
from ..services.images import save_gallery


class ImageForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("position"), required=False, min_value=0, help_text=_("The least is the cover; empty: the last.")
    )


class GalleryFormSet(BaseInlineFormSet):
    """Pictures, and what the storage said when they were sent there."""

    def __init__(self, *args: Any, refusal: PictureNotStoredError | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal

    def clean(self) -> None:
        super().clean()
        if self.refusal:
            raise forms.ValidationError(str(self.refusal), self.refusal.code)


class ImageInline(admin.TabularInline):
    model = ProductImage
    form = ImageForm
    formset = GalleryFormSet
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
    """An admin whose pictures are written by the services; what the storage refuses is said on the form."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except PictureNotStoredError as refusal:  # nothing was written: show the form again, with what was typed
            request.refusal = refusal  # type: ignore[attr-defined]
            for _name, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.seek(0)
            return super().changeform_view(request, *args, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ImageInline):
            kwargs["refusal"] = getattr(request, "refusal", None)
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if not isinstance(formset, GalleryFormSet):
            super().save_formset(request, form, formset, change)
        else:
            images = formset.save(commit=False)
            save_gallery(product=form.instance, images=images, deleted=formset.deleted_objects)
