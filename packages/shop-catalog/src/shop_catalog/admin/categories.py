"""The tree of categories."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import ImageField, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop_core.admin import SoftDeleteAdmin
from shop_core.exceptions import ShopError
from shop_core.uploads import SafeImageField

from ..exceptions import CategoryInUseError, SlugTakenError
from ..models import Category
from ..models.tree import product_counts
from ..services.categories import create_category, delete_category, move_down, move_up, restore_category
from ..services.category_details import update_category
from ..services.category_places import check_name, check_place
from ..services.slugs import slug_of
from .choices import SEARCH_URL_NAME, CategoryField, CategorySearchView
from .history import HistoryAdmin
from .refusals import RefusalsAdmin

FIELDS = ("name", "slug", "parent", "description", "image")
MOVES: dict[str, Callable[..., None]] = {"move_up": move_up, "move_down": move_down}


class CategoryForm(forms.ModelForm):
    """A category and its place in the tree."""

    parent = CategoryField(admin_site=admin.site, label=_("parent"), required=False)

    class Meta:
        model = Category
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if self.instance.pk:
            parent = Category.objects.above(self.instance)
            self.initial["parent"] = parent
            if parent and parent.is_deleted:  # it can stay where it is
                self.fields["parent"].queryset |= Category.objects.filter(pk=parent.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["slug"] = cleaned.get("slug") or slug_of(cleaned.get("name", ""))
        category = self.instance if self.instance.pk else None
        try:
            check_place(parent=cleaned.get("parent"), slug=cleaned["slug"], category=category)
        except SlugTakenError as refusal:
            self.add_error("slug", str(refusal))
        except ShopError as refusal:
            self.add_error("parent", str(refusal))
        if "name" in self.changed_data and "name" in cleaned:
            try:
                check_name(parent=cleaned.get("parent"), name=cleaned["name"], category=category)
            except SlugTakenError as refusal:
                self.add_error("name", str(refusal))
        return cleaned


@admin.register(Category)
class CategoryAdmin(HistoryAdmin, RefusalsAdmin, SoftDeleteAdmin):
    form = CategoryForm
    formfield_overrides = {ImageField: {"form_class": SafeImageField}}
    list_display = ("indented_name", "url_path", "product_count", "moves", "created_at")
    search_fields = ("name", "url_path")
    ordering = ("path",)

    def get_urls(self) -> list[URLPattern]:
        search = CategorySearchView.as_view(admin_site=self.admin_site)
        return [path("search/", self.admin_site.admin_view(search), name=SEARCH_URL_NAME), *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        counts = product_counts()
        for category in changelist.result_list:
            category.product_count = counts.get(category.pk, 0)
        return changelist

    @admin.display(description=_("name"))
    def indented_name(self, category: Category) -> str:
        return f"{'— ' * (category.depth - 1)}{category.name}"

    @admin.display(description=_("products on sale"))
    def product_count(self, category: Any) -> int:
        return int(category.product_count)

    @admin.display(description=_("order"))
    def moves(self, category: Category) -> SafeString:
        button = '<button name="{}" value="{}" class="btn btn-sm btn-light" aria-label="{}">{}</button> '
        return format_html(
            button + button,
            *("move_up", category.pk, _("Move %(name)s up") % {"name": category}, "↑"),
            *("move_down", category.pk, _("Move %(name)s down") % {"name": category}, "↓"),
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        for name, move in MOVES.items():
            if name in request.POST and self.has_change_permission(request):
                return self.move(request, request.POST[name], move)
        return super().changelist_view(request, extra_context)

    def move(self, request: HttpRequest, key: str, move: Callable[..., None]) -> HttpResponse:
        """Move a category among its siblings."""
        category = self.get_object(request, key)
        if category:
            try:
                move(category=category)
            except ShopError as refusal:
                messages.error(request, f"{category}: {refusal}")
        return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in FIELDS} | {"image": form.cleaned_data["image"] or ""}
        made = update_category(category=obj, **fields) if change else create_category(**fields)
        obj.pk = made.pk
        obj.refresh_from_db()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name all that would go, and what keeps it from going."""
        below = reduce(or_, (Q(path__startswith=category.path) for category in objs))
        names = [category.url_path for category in Category.objects.live().filter(below)]
        used = Category.objects.filter(below, products__deleted_at=None, products__isnull=False).distinct()
        protected = [f"{category.url_path}: {CategoryInUseError.message}" for category in used]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_category(category=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, delete_category)

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, restore_category)

    def _each(self, request: HttpRequest, queryset: QuerySet[Any], change: Callable[..., object]) -> None:
        for category in queryset:
            try:
                change(category=category)
            except ShopError as refusal:
                messages.error(request, f"{category}: {refusal}")
