"""How buyers say what they think."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import AlreadyReviewedError, NotBoughtError
from ..models import Product, Review
from ..signals import review_published
from .listings import refresh_ratings


def may_review(*, product: Product, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether this person bought the product and has not reviewed it."""
    if not isinstance(user, AbstractBaseUser):
        return False
    return _bought(product, user) and not Review.objects.filter(product=product, author=user).exists()


def publish_review(
    *, product: Product, author: AbstractBaseUser, rating: int, text: str = "", name: str = ""
) -> Review:
    """Publish a review, under ``name`` or none.

    :raises NotBoughtError: the author has not bought the product.
    :raises AlreadyReviewedError: the author has reviewed it before.
    """
    if not _bought(product, author):
        raise NotBoughtError
    try:
        with transaction.atomic():
            review: Review = Review.objects.create(
                product=product, author=author, rating=rating, text=text, author_name=name
            )
            refresh_ratings([product.pk])
            send_after_commit(review_published, Review, review=review)
    except IntegrityError:
        raise AlreadyReviewedError from None
    return review


@transaction.atomic
def delete_review(*, review: Review) -> None:
    """Take a review out of sight, and out of the average."""
    review.soft_delete()
    refresh_ratings([review.product_id])


@transaction.atomic
def erase_reviews(*, author: AbstractBaseUser) -> None:
    """Delete for good what a person wrote."""
    reviews = Review.all_objects.filter(author=author.pk)
    product_ids = list(reviews.values_list("product", flat=True))
    reviews.delete()
    refresh_ratings(product_ids)


def _bought(product: Product, user: Any) -> bool:
    return product.ref in conf.hook("PURCHASE_CHECK").bought(user, [product.ref])
