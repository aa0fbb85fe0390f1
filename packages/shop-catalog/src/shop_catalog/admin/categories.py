"""The tree of categories."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import ImageField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import SoftDeleteAdmin
from shop_core.uploads import SafeImageField

from ..exceptions import CategoryInUseError
from ..models import Category
from ..services.categories import create_category, delete_category, move_category, rename_category
from ..services.slugs import slug_of


class ParentField(forms.ModelChoiceField):
    """Categories by their way from the top."""

    def label_from_instance(self, category: Any) -> str:
        return str(category.url_path)


class CategoryForm(forms.ModelForm):
    """A category and its place in the tree."""

    parent = ParentField(label=_("parent"), queryset=Category.objects.live().order_by("url_path"), required=False)

    class Meta:
        model = Category
        fields = ("name", "slug", "parent", "description", "image")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if self.instance.pk:
            parents = Category.objects.live().outside(self.instance).order_by("url_path")
            self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
            self.initial["parent"] = Category.objects.filter(path=self.instance.parent_path).first()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        slug = cleaned.get("slug") or slug_of(cleaned.get("name", ""))
        cleaned["slug"] = slug
        if (
            Category.objects.live()
            .exclude(pk=self.instance.pk)
            .filter(url_path=Category.address(cleaned.get("parent"), slug))
            .exists()
        ):
            self.add_error("slug", _("There is a category of this name here already."))
        return cleaned


@admin.register(Category)
class CategoryAdmin(SoftDeleteAdmin):
    form = CategoryForm
    formfield_overrides = {ImageField: {"form_class": SafeImageField}}
    list_display = ("indented_name", "url_path", "created_at")
    search_fields = ("name", "url_path")
    ordering = ("path",)

    @admin.display(description=_("name"))
    def indented_name(self, category: Category) -> str:
        return f"{'— ' * (category.depth - 1)}{category.name}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        name, slug, parent = (form.cleaned_data[key] for key in ("name", "slug", "parent"))
        if not change:
            rest = {key: form.cleaned_data[key] for key in ("description", "image")}
            obj.pk = create_category(name=name, slug=slug, parent=parent, **rest).pk
            obj.refresh_from_db()
            return
        stored = Category.objects.get(pk=obj.pk)
        rename_category(category=stored, name=name, slug=slug)
        if "parent" in form.changed_data:
            move_category(category=stored, parent=parent)
        obj.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_category(category=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for category in queryset:
            try:
                delete_category(category=category)
            except CategoryInUseError as refusal:
                messages.error(request, f"{category}: {refusal}")
