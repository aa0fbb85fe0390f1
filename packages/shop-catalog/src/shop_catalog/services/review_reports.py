"""How readers tell the staff that a review should not be there. People who are logged in can, each once for each review."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from ..conf import conf
from ..exceptions import AlreadyReportedError, OwnReviewError
from ..models import Review, ReviewReport
from ..models.review_reports import ReportReason
from ..models.reviews import ReviewState
from .limits import count_report
from .review_states import move_reviews


@transaction.atomic
def report_review(*, review: Review, by: AbstractBaseUser, reason: ReportReason, note: str = "") -> ReviewReport:
    """Report a review. With ``REVIEW_REPORTS_HIDE_AT`` open reports it is hidden until the staff has looked at it.

    :raises OwnReviewError: it is the reporter's own.
    :raises AlreadyReportedError: the same person has reported it before.
    :raises TooManyReportsError: the same person reports more than ``REVIEW_REPORTS_PER_HOUR``.
    """
    if review.author_id == by.pk:
        raise OwnReviewError
    Review.objects.filter(pk=review.pk).lock()
    try:
        with transaction.atomic():
            report: ReviewReport = ReviewReport.objects.create(
                review=review, reporter_id=by.pk, reason=reason, note=note
            )
    except IntegrityError:
        raise AlreadyReportedError from None
    count_report(user=by)
    limit = conf.options.REVIEW_REPORTS_HIDE_AT
    if limit is not None and ReviewReport.objects.open().filter(review=review).count() >= limit:
        move_reviews(review_ids=[review.pk], to=ReviewState.PENDING)
    return report


def erase_reports(*, reporter: AbstractBaseUser) -> None:
    """Delete for good what a person has reported."""
    ReviewReport.objects.filter(reporter=reporter.pk).delete()
