"""What readers hold against a review."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from shop_core.exceptions import ShopError

from ..forms import ReviewReportForm
from ..models import Review
from ..services.review_reports import report_review


class ReviewReportView(LoginRequiredMixin, DetailView):
    """Asks what is wrong with a review, and tells the staff."""

    template_name = "shop_catalog/review_report.html"
    context_object_name = "review"
    http_method_names = ["get", "post", "options"]

    def get_queryset(self) -> QuerySet[Review]:
        published: QuerySet[Review] = Review.objects.published().filter(product__deleted_at=None)
        return published.select_related("product")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ReviewReportForm()} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = review = self.get_object()
        form = ReviewReportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            report_review(review=review, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ShopError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for telling us. We will look at this review."))
        return HttpResponseRedirect(f"{review.product.get_absolute_url()}#reviews")
