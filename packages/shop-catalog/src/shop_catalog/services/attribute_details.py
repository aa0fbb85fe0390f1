"""What is said of an attribute, and what one can choose of it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ..exceptions import ChoiceInUseError, ChoiceTakenError
from ..models import Attribute, AttributeChoice, AttributeValue, Category
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
    """Change what is said of an attribute; its code and its kind stay. A new unit is that of all attributes of its code.

    :raises ChoiceInUseError: a choice that is left out is that of products.
    :raises ChoiceTakenError: two choices would have one label.
    """
    choices = changes.pop("choices", None)
    if "unit" in changes:
        share_unit(code=attribute.code, unit=changes["unit"])
    Attribute.objects.filter(pk=attribute.pk).lock()
    with history.watching(Attribute, [attribute.pk], CHOICES):
        for name, value in changes.items():
            setattr(attribute, name, value)
        attribute.save(update_fields=[*changes, "updated_at"])
        if choices is not None:
            _replace_choices(attribute, choices)
    publish(AttributeValue.objects.filter(attribute=attribute).values("product"))
    return attribute


@transaction.atomic
def share_unit(*, code: str, unit: str) -> None:
    """Give the numbers of a code, deleted ones too, this unit: a code means one thing in the whole shop."""
    Category.objects.lock_tree()
    numbers = Attribute.all_objects.filter(code=code, kind=Attribute.Kind.NUMBER).exclude(unit=unit)
    keys = list(numbers.values_list("pk", flat=True))
    with history.watching(Attribute, keys):
        numbers.filter(pk__in=keys).update(unit=unit, updated_at=timezone.now())
    publish(AttributeValue.objects.filter(attribute__in=keys).values("product"))


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
