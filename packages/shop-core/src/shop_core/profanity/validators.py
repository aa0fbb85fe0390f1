"""The validator for fields of models, forms and serializers."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from ..options import conf


@deconstructible(path="shop_core.profanity.ProfanityValidator")
@dataclass
class ProfanityValidator:
    """Refuse what the `ProfanityMatcher` of the settings finds.

    :param strict: for names without spaces: look inside words as well.
    """

    strict: bool = False

    def __call__(self, value: object) -> None:
        if conf.hook("PROFANITY_MATCHER").is_profane(str(value), strict=self.strict):
            raise ValidationError(_("Please choose other words: these offend people."), "profanity")
