"""Products from files and into files, on the list of products; without the extra ``import`` nothing of it is there."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError

from ..checks import missing_for_import
from ..models import ImportRun, Offer
from ..services.import_runs import check_again, confirm_import, recall_progress, start_again, start_import
from ..services.rights import may_create_categories
from .import_form import ImportForm

PROBLEMS = 100
"""So many problems are on a page."""
RECENT = 10
"""So many imports are listed below the form."""
STEPS: dict[str, Callable[..., None]] = {"confirm": confirm_import, "check": check_again, "start": start_again}
KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class ProductFilesAdmin(admin.ModelAdmin):
    """Imports and exports: the buttons, their pages and the actions."""

    change_list_template = "admin/shop_catalog/product/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "import/": (self.import_view, "import"),
            "import/<int:key>/": (self.run_view, "import_run"),
            "import/<int:key>/problems.csv": (self.problems_view, "import_problems"),
            "export/<str:kind>/": (self.export_view, "export"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"shop_catalog_product_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return not missing_for_import() and self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return not missing_for_import() and self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        can = {"can_export": self.has_export_permission(request), "can_import": self.has_import_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **can})

    @admin.action(description=_("Export selected as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self._export(request, queryset, "csv")

    @admin.action(description=_("Export selected as XLSX"), permissions=["export"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self._export(request, queryset, "xlsx")

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Export what the list shows with the same filters, on all its pages."""
        self._check(self.has_export_permission(request))
        if kind not in KINDS:
            raise Http404
        try:
            shown = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:shop_catalog_product_changelist"))
        return self._export(request, shown, kind)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file, and have it checked."""
        self._check(self.has_import_permission(request))
        form = ImportForm(
            request.POST or None, request.FILES or None, may_create_categories=may_create_categories(request.user)
        )
        if request.method == "POST" and form.is_valid():
            try:
                run = start_import(name=form.cleaned_data["file"].name, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except ShopError as refusal:
                form.add_error("file", str(refusal))
            else:
                return self._to(run)
        recent = ImportRun.objects.select_related("started_by").order_by("-pk")[:RECENT]
        return self._page(request, "import", _("Import products"), form=form, recent=recent, media=form.media)

    def run_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Tell where an import stands, and take the next step."""
        self._check(self.has_import_permission(request))
        run = get_object_or_404(ImportRun.objects.select_related("started_by"), pk=key)
        if request.method == "POST":
            return self._step(request, run)
        recall_progress(run=run)
        problems = Paginator(run.problems, PROBLEMS).get_page(request.GET.get("page"))
        return self._page(request, "import_run", run.file_name, run=run, problems=problems)

    def problems_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Give the listed problems as a file."""
        from ..services.exports import as_csv
        from ..services.imports.cells import escape

        self._check(self.has_import_permission(request))
        run = get_object_or_404(ImportRun, pk=key)
        rows = [[_("Row"), _("Column"), _("Reason")], *run.problems]
        lines = as_csv([escape(str(cell)) for cell in row] for row in rows)
        return _download(b"".join(lines), f"problems-{run.pk}", "csv")

    def _step(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        step = STEPS.get(request.POST.get("step", ""))
        if step:
            try:
                step(run=run)
            except ShopError as refusal:
                messages.error(request, str(refusal))
        return self._to(run)

    def _export(self, request: HttpRequest, products: QuerySet[Any], kind: str) -> HttpResponse:
        from ..services.exports import as_csv, export_rows, write_xlsx

        rows = export_rows(Offer.objects.filter(variant__product__in=products.order_by().values("pk")))
        if kind == "csv":
            return _download(b"".join(as_csv(rows)), "products", kind)
        file = BytesIO()
        try:
            write_xlsx(rows, file)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:shop_catalog_product_changelist"))
        return _download(file.getvalue(), "products", kind)

    def _check(self, allowed: bool) -> None:
        if missing_for_import():
            raise Http404
        if not allowed:
            raise PermissionDenied

    def _to(self, run: ImportRun) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:shop_catalog_product_import_run", args=[run.pk]))

    def _page(self, request: HttpRequest, name: str, title: Any, **context: Any) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/shop_catalog/product/{name}.html", context)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"},
    )
