"""What buyers say."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel, SoftDeleteQuerySet

from .products import Product


class ReviewQuerySet(SoftDeleteQuerySet):
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

    objects: ClassVar[Any] = LiveManager.from_queryset(ReviewQuerySet)()
    all_objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], condition=LIVE, name="shop_catalog_review_once"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="shop_catalog_review_rating"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.rating}/5"
