"""How buyers say what they think."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import AlreadyReviewedError, NotBoughtError
from ..models import Product, Review
from ..models.reviews import ReviewState
from ..signals import review_published
from .history import history
from .listings import refresh_ratings
from .review_states import move_reviews, reject_reviews
from .rights import AnyUser
from .wording import refuse_offence


def has_bought(*, product: Product, user: AnyUser) -> bool:
    """Tell whether this person bought the product, which is what the `PurchaseCheck` knows."""
    return isinstance(user, AbstractBaseUser) and product.ref in conf.hook("PURCHASE_CHECK").bought(user, [product.ref])


def publish_review(
    *, product: Product, author: AbstractBaseUser, rating: int, text: str = "", name: str = ""
) -> Review:
    """Publish a review, under ``name`` or none; where reviews are moderated it waits for the staff first.

    It waits too where an earlier one of the same person, even a deleted one, was not fit to be seen.

    :raises NotBoughtError: the author has not bought the product.
    :raises OffensiveWordsError: by field.
    :raises AlreadyReviewedError: the author has reviewed it before.
    """
    if not has_bought(product=product, user=author):
        raise NotBoughtError
    refuse_offence(text=text, name=name)
    earlier = Review.all_objects.filter(product=product).written_by(author)
    waits = conf.options.REVIEWS_MODERATED or earlier.exclude(state=ReviewState.PUBLISHED).exists()
    state = ReviewState.PENDING if waits else ReviewState.PUBLISHED
    try:
        with transaction.atomic():
            review: Review = Review.objects.create(
                product=product, author=author, rating=rating, text=text, author_name=name, state=state
            )
            history.created([review])
            if review.is_published:
                refresh_ratings([product.pk])
                send_after_commit(review_published, Review, review=review)
    except IntegrityError:
        raise AlreadyReviewedError from None
    return review


@transaction.atomic
def edit_review(
    *, review: Review, rating: int | None = None, text: str | None = None, name: str | None = None
) -> Review:
    """Change what is given; where reviews are moderated, and after a rejection, the staff looks at it again.

    :raises OffensiveWordsError: by field.
    """
    refuse_offence(text=text or "", name=name or "")
    Review.objects.filter(pk=review.pk).lock()
    review.refresh_from_db(fields=["state"])
    given = {"rating": rating, "text": text, "author_name": name}
    changes = {column: value for column, value in given.items() if value is not None}
    with history.watching(Review, [review.pk]):
        for column, value in changes.items():
            setattr(review, column, value)
        review.save(update_fields=[*changes, "updated_at"])
        if conf.options.REVIEWS_MODERATED or not review.is_published:
            move_reviews(review_ids=[review.pk], to=ReviewState.PENDING)
            review.refresh_from_db(fields=["state"])
        else:
            refresh_ratings([review.product_id])
    return review


@transaction.atomic
def delete_review(*, review: Review) -> None:
    """Delete a review, which leaves the average too."""
    Review.objects.filter(pk=review.pk).lock()
    with history.watching(Review, [review.pk]):
        review.soft_delete()
    refresh_ratings([review.product_id])


def remove_review(*, review: Review, by: AbstractBaseUser) -> None:
    """Take a review away: an author's own is deleted; the staff's verdict is that it is rejected."""
    if review.author_id == by.pk:
        delete_review(review=review)
    else:
        reject_reviews(review_ids=[review.pk])


@transaction.atomic
def restore_review(*, review: Review) -> None:
    """Bring a deleted review back as it was.

    :raises AlreadyReviewedError: its author has written another one since.
    """
    Review.all_objects.filter(pk=review.pk).lock()
    try:
        with transaction.atomic(), history.watching(Review, [review.pk]):
            review.restore()
    except IntegrityError:
        raise AlreadyReviewedError(_("Its author has written another review since.")) from None
    refresh_ratings([review.product_id])


@transaction.atomic
def erase_reviews(*, author: AbstractBaseUser) -> None:
    """Delete for good what a person wrote."""
    reviews = Review.all_objects.filter(author=author.pk)
    product_ids = list(reviews.values_list("product", flat=True))
    history.forget(Review, list(reviews.values_list("pk", flat=True)))
    reviews.delete()
    refresh_ratings(product_ids)
