"""What buyers write."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from shop_core.exceptions import ShopError

from ..forms import ReviewForm, show_refusal
from ..models import Review
from ..services.reviews import edit_review, publish_review, remove_review
from ..services.rights import may_edit_review, may_remove_review
from ..services.visibility import visible_reviews
from .products import ProductDetailView


class ReviewCreateView(LoginRequiredMixin, ProductDetailView):
    """Takes a review and shows the product again."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(f"{self.get_object().get_absolute_url()}#reviews")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = product = self.get_object()
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(review_form=form), status=422)
        try:
            review = publish_review(product=product, author=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ShopError as refusal:
            if refusal.errors:
                show_refusal(form, refusal)
                return self.render_to_response(self.get_context_data(review_form=form), status=int(refusal.status))
            messages.error(request, str(refusal))
        else:
            messages.success(request, thanks(review))
        return HttpResponseRedirect(f"{product.get_absolute_url()}#reviews")


class OneReviewView(LoginRequiredMixin, DetailView):
    """One review, for those who may do something about it."""

    context_object_name = "review"
    http_method_names = ["get", "post", "options"]

    def get_queryset(self) -> QuerySet[Review]:
        return visible_reviews(self.request.user).filter(product__deleted_at=None).select_related("product")

    def get_object(self, queryset: QuerySet[Review] | None = None) -> Review:
        review: Review = super().get_object(queryset)
        if not self.may(review):
            raise PermissionDenied
        return review

    def may(self, review: Review) -> bool:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.object.product.get_absolute_url()}#reviews")


class ReviewEditView(OneReviewView):
    """An author's review in a form of its own."""

    template_name = "shop_catalog/review_edit.html"

    def may(self, review: Review) -> bool:
        return may_edit_review(self.request.user, review)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review: Review = self.object
        written = {"rating": review.rating, "text": review.text, "name": review.author_name}
        return super().get_context_data(**{"form": ReviewForm(initial=written)} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            review = edit_review(review=self.object, **form.cleaned_data)
        except ShopError as refusal:
            show_refusal(form, refusal)
            return self.render_to_response(self.get_context_data(form=form), status=int(refusal.status))
        messages.success(request, thanks(review))
        return self.back()


class ReviewDeleteView(OneReviewView):
    """Asks before a review goes."""

    template_name = "shop_catalog/review_delete.html"

    def may(self, review: Review) -> bool:
        return may_remove_review(self.request.user, review)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        remove_review(review=self.object, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The review is gone."))
        return self.back()


def thanks(review: Review) -> str:
    """Return what to say to the author."""
    if review.is_published:
        return _("Thank you for your review.")
    return _("Thank you for your review. Others can read it once we have looked at it.")
