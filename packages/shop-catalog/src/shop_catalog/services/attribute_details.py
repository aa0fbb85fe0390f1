"""What is said of an attribute, and what one can choose of it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ..exceptions import ChoiceInUseError, ChoiceTakenError
from ..models import Attribute, AttributeChoice, AttributeValue
from .history import CHOICES, history
from .listings import publish


class AttributeChanges(TypedDict, total=False):
    """What can be changed of an attribute; ``choices`` are all of them, in order: those with an ``id`` are there already."""

    name: str
    unit: str
    is_filter: bool
    position: int
    choices: Sequence[Mapping[str, Any]]


@transaction.atomic
def update_attribute(*, attribute: Attribute, **changes: Unpack[AttributeChanges]) -> Attribute:
    """Change what is said of an attribute; its code and its kind stay.

    :raises ChoiceInUseError: a choice that is left out is that of products.
    :raises ChoiceTakenError: two choices would have one label.
    """
    choices = changes.pop("choices", None)
    Attribute.objects.filter(pk=attribute.pk).lock()
    with history.watching(Attribute, [attribute.pk], CHOICES):
        for name, value in changes.items():
            setattr(attribute, name, value)
        attribute.save(update_fields=[*changes, "updated_at"])
        if choices is not None:
            _replace_choices(attribute, choices)
    publish(AttributeValue.objects.filter(attribute=attribute).values("product"))
    return attribute


def _replace_choices(attribute: Attribute, choices: Sequence[Mapping[str, Any]]) -> None:
    kept = {choice["id"] for choice in choices if "id" in choice}
    stored = AttributeChoice.objects.filter(attribute=attribute)
    try:
        stored.exclude(pk__in=kept).delete()
    except ProtectedError as refusal:
        raise ChoiceInUseError from refusal
    try:
        with transaction.atomic():
            for position, choice in enumerate(choices):
                said = {"label": choice["label"], "color": choice.get("color", ""), "position": position}
                if not stored.filter(pk=choice.get("id", 0)).update(**said):
                    AttributeChoice.objects.create(attribute=attribute, **said)
    except IntegrityError:
        raise ChoiceTakenError from None
