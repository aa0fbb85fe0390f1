"""What people are told of who changed what: the staff all of it, sellers no names of the staff and nobody's address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.utils.translation import gettext as _

from shop_core.history.reading import Difference

from ..models import Change, Product
from .rights import AnyUser
from .sellers import shown_name


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """A change, as one person may read it."""

    change: Change
    who: str
    """Empty where nobody is known."""
    way: str
    """How it came: the page, the API, the name of a file or a job."""

    @property
    def differences(self) -> list[Difference]:
        return self.change.differences


def changes_of(record: Model) -> Any:
    """Return the changes of a record, the latest first; those of a product with its variants."""
    if isinstance(record, Product):
        return Change.objects.of_product(record).newest()
    return Change.objects.of(type(record), [record.pk]).newest()


def tell(changes: Iterable[Change], *, to: AnyUser) -> list[ToldChange]:
    """Return changes as this person may read them."""
    return [ToldChange(change=change, who=_who(change, to), way=_way(change, to)) for change in changes]


def _who(change: Change, to: AnyUser) -> str:
    actor = change.actor
    if actor is None:
        return ""
    if actor.pk == to.pk and not is_staff(to):
        return _("You")
    if is_staff(to):
        return str(actor)
    return _("The shop") if is_staff(actor) else shown_name(actor, otherwise=_("Somebody"))


def _way(change: Change, to: AnyUser) -> str:
    way = str(change.get_via_display())
    tells_name = change.via_name and (is_staff(to) or change.actor_id == to.pk)
    return f"{way}: {change.via_name}" if tells_name else way


def is_staff(user: AnyUser | AbstractBaseUser) -> bool:
    return bool(getattr(user, "is_staff", False))
