"""What the sellers' pages have in common."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin

from shop_core.exceptions import ShopError
from shop_core.pagination import LimitedPaginator

from ...conf import conf
from ...exceptions import NotApprovedError
from ...forms import show_refusal
from ...models import Seller
from ...services.rights import may_sell, seller_of


class SellerMixin(LoginRequiredMixin, ContextMixin):
    """A page for sellers; who is none is led to where one becomes one."""

    request: HttpRequest
    section = ""
    """The entry of the menu that this page belongs to."""
    for_newcomers = False
    """Whether a person who is no seller yet may come here, where everybody sells."""
    for_waiting = False
    """Whether a seller may come here who is not approved."""

    @cached_property
    def seller(self) -> Seller | None:
        return seller_of(self.request.user)

    @cached_property
    def sells(self) -> bool:
        """Whether this person may list things now."""
        return may_sell(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and (answer := self.lead_away(request)):
            return answer
        return super().dispatch(request, *args, **kwargs)

    def lead_away(self, request: HttpRequest) -> HttpResponseBase | None:
        """Return where a person goes who cannot be here; None for who can.

        :raises PermissionDenied: they send something; who waits for approval reads that.
        """
        if self.seller is None and not (self.sells and self.for_newcomers):
            way = "register"
        elif self.sells or (self.seller and self.for_waiting):
            return None
        else:
            way = "overview"
        if request.method not in ("GET", "HEAD"):
            waits = self.seller and not self.seller.is_approved
            raise PermissionDenied(str(NotApprovedError.message) if waits else "")
        return redirect(f"shop_catalog_sell:{way}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"seller": self.seller, "section": self.section} | kwargs)


class ServiceFormView(FormView):
    """A form whose wish a service carries out; what is wrong or refused is said on it, and nothing typed is lost."""

    def save(self, form: Any) -> HttpResponse:
        """Carry the wish out, and say where to go.

        :raises ShopError: it cannot be.
        """
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.save(form)
        except ShopError as refusal:
            return self.refuse(form, refusal)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.show(form, status=422)

    def refuse(self, form: forms.Form, refusal: ShopError) -> HttpResponse:
        show_refusal(form, refusal)
        answer = self.show(form, status=int(refusal.status))
        if wait := getattr(refusal, "retry_after", None):
            answer["Retry-After"] = str(wait)
        return answer

    def show(self, form: forms.Form, *, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class SellerListView(SellerMixin, TemplateView):
    """A list of what is a seller's own, a page at a time."""

    def rows(self) -> Any:
        """Return what is listed: a queryset, or whatever `LimitedPaginator` pages."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = LimitedPaginator(self.rows(), conf.options.PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("page", 1))
        return super().get_context_data(page_obj=page, rows=page.object_list, **kwargs)
