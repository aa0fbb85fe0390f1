"""How a thing was rated, kept beside it."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

STARS = (5, 4, 3, 2, 1)


def _kept_count() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(default=0, editable=False)


class RatedModel(models.Model):
    """Something that is rated with one to five stars: it keeps how many gave each, and the database adds these up.

    ``services.listings.refresh_ratings`` writes them, so that nobody who reads has to count.
    """

    stars_1 = _kept_count()
    stars_2 = _kept_count()
    stars_3 = _kept_count()
    stars_4 = _kept_count()
    stars_5 = _kept_count()
    rating_count = models.GeneratedField(
        verbose_name=_("number of ratings"),
        expression=F("stars_1") + F("stars_2") + F("stars_3") + F("stars_4") + F("stars_5"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    rating_sum = models.GeneratedField(
        verbose_name=_("sum of ratings"),
        expression=F("stars_1") + F("stars_2") * 2 + F("stars_3") * 3 + F("stars_4") * 4 + F("stars_5") * 5,
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True

    @property
    def rating(self) -> float | None:
        """The average; None while nobody has rated it."""
        return self.rating_sum / self.rating_count if self.rating_count else None

    @property
    def rating_histogram(self) -> dict[int, int]:
        """How many gave each number of stars, from 5 down to 1."""
        return {stars: getattr(self, f"stars_{stars}") for stars in STARS}
