"""How a review comes into sight and goes out of it."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from shop_core.signals import send_after_commit

from ..models import Review, ReviewReport
from ..models.review_reports import Verdict
from ..models.reviews import MOVES, ReviewState
from ..signals import review_published
from .history import history
from .listings import refresh_ratings


@transaction.atomic
def move_reviews(*, review_ids: Collection[int], to: ReviewState) -> list[int]:
    """Bring reviews into a state, and return the keys of those that were not in it.

    ``review_published`` is sent for each that comes into sight.
    """
    reviews = Review.objects.filter(pk__in=review_ids)
    reviews.lock()
    before = [state for state, following in MOVES.items() if to in following]
    moving: list[Review] = list(reviews.filter(state__in=before).order_by("pk"))
    keys = [review.pk for review in moving]
    with history.watching(Review, keys):
        Review.objects.filter(pk__in=keys).update(state=to, updated_at=timezone.now())
    refresh_ratings({review.product_id for review in moving})
    for review in moving:
        review.state = to
        if review.is_published:
            send_after_commit(review_published, Review, review=review)
    return keys


@transaction.atomic
def approve_reviews(*, review_ids: Collection[int]) -> int:
    """Let everybody read these reviews, and dismiss what readers hold against them. Return how many came into sight."""
    moved = move_reviews(review_ids=review_ids, to=ReviewState.PUBLISHED)
    _judge(review_ids, Verdict.DISMISSED)
    return len(moved)


@transaction.atomic
def reject_reviews(*, review_ids: Collection[int]) -> int:
    """Take these reviews out of sight, and uphold what readers hold against them. Return how many went.

    Their authors see it, and can ask again by changing them; a further one for the same product they cannot write.
    """
    moved = move_reviews(review_ids=review_ids, to=ReviewState.REJECTED)
    _judge(review_ids, Verdict.UPHELD)
    return len(moved)


def _judge(review_ids: Collection[int], verdict: Verdict) -> None:
    ReviewReport.objects.open().filter(review__in=review_ids).update(verdict=verdict, judged_at=timezone.now())
