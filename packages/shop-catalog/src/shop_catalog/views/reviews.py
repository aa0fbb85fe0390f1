"""What buyers write."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from shop_core.exceptions import ShopError

from ..forms import ReviewForm
from ..services.reviews import publish_review
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
            publish_review(product=product, author=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ShopError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for your review."))
        return HttpResponseRedirect(f"{product.get_absolute_url()}#reviews")
