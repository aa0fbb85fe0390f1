"""What buyers say."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from .locking import LockingQuerySet
from .products import Product


class ReviewState(models.TextChoices):
    PENDING = "pending", _("waiting for the staff")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")


MOVES: Mapping[ReviewState, frozenset[ReviewState]] = {
    ReviewState.PENDING: frozenset({ReviewState.PUBLISHED, ReviewState.REJECTED}),
    ReviewState.PUBLISHED: frozenset({ReviewState.PENDING, ReviewState.REJECTED}),
    ReviewState.REJECTED: frozenset({ReviewState.PENDING, ReviewState.PUBLISHED}),
}
"""What may become of a review. A published one waits again when its author changes it under moderation."""

PUBLISHED = Q(state=ReviewState.PUBLISHED)


class ReviewQuerySet(LockingQuerySet):
    """Reads of reviews in the shop's words."""

    def published(self) -> Self:
        """Return what everybody can read, and what counts."""
        return self.filter(PUBLISHED)

    def written_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Return a person's own, whatever has become of them."""
        return self.filter(author=user.pk) if isinstance(user, AbstractBaseUser) else self.none()

    def of_products_by(self, user: AbstractBaseUser) -> Self:
        """Return those of products that this person listed first."""
        return self.filter(product__creator=user.pk, product__deleted_at=None)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Review(SoftDeleteModel):
    """A rating with words, one per person and product. Write with `services.reviews`: the product keeps the sums."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="shop_catalog_reviews",
    )
    author_name = models.CharField(_("shown name"), max_length=120, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), choices=[(stars, str(stars)) for stars in range(1, 6)])
    text = models.TextField(_("text"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState.choices, default=ReviewState.PUBLISHED)

    objects: ClassVar[Any] = LiveManager.from_queryset(ReviewQuerySet)()
    all_objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], condition=LIVE, name="shop_catalog_review_once"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="shop_catalog_review_rating"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="shop_catalog_review_state"),
        ]
        indexes = [
            *SoftDeleteModel.Meta.indexes,
            models.Index(
                fields=["product", "-created_at", "-id"],
                condition=LIVE & PUBLISHED,
                name="shop_catalog_review_newest",
            ),
            models.Index(
                fields=["product", "rating", "-created_at", "-id"],
                condition=LIVE & PUBLISHED,
                name="shop_catalog_review_stars",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.rating}/5"

    @property
    def is_published(self) -> bool:
        return self.state == ReviewState.PUBLISHED
