"""Writing down what changes, in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from .actors import Actor, current_actor
from .models import ChangeModel, Deed

Values = Mapping[str, Any]
Part = Callable[[Collection[Any]], Mapping[Any, Values]]
"""What else belongs to records, by their keys: JSON-able values by name."""

BATCH = 1000
LONGEST = 500
"""Of a longer text only the beginning is kept."""

_watched: ContextVar[frozenset[tuple[str, str, Any]]] = ContextVar("shop_core_watched", default=frozenset())


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is written down of the records of a model."""

    model: type[models.Model]
    fields: Mapping[str, str]
    """Names, and the lookups of what they are."""
    links: Mapping[str, str] = field(default_factory=dict)
    """The foreign keys, and the lookups of what people call the other end: ``{"category": "category__url_path"}``."""
    hidden: frozenset[str] = frozenset()
    """Those of which only is told that they changed."""
    shape: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Makes of a row what is compared and kept, such as a price of two columns."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    """What else can be watched, by name."""

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)


@dataclass(frozen=True, slots=True)
class _Link:
    """The other end of a foreign key: the same one under another name is no change."""

    key: Any
    name: Any = field(compare=False)


@dataclass(slots=True)
class _Look:
    """What records are at one moment: which are deleted, and what they say."""

    deleted: dict[Any, bool]
    values: dict[Any, dict[str, Any]]


class History:
    """Writes down what happens to the records of an app.

    :param table: the app's `ChangeModel`, as ``app_label.Model``.
    :param kinds: what is written down of which model.
    :param is_on: asked each time; while it says no, nothing is read or written.
    """

    def __init__(self, *, table: str, kinds: Sequence[Kind], is_on: Callable[[], bool]) -> None:
        self.table = table
        self.kinds = {kind.model: kind for kind in kinds}
        self.is_on = is_on

    @property
    def changes(self) -> Any:
        return apps.get_model(self.table).objects

    @contextmanager
    def watching(self, model: type[models.Model], keys: Collection[Any], *parts: str) -> Iterator[None]:
        """Write down how these records differ after the block from what they were before; nothing, where it fails.

        Lock them first. It costs two reads and one write for any number of records, and two reads for each part. A block within
        another that watches the same is part of that one: the two together are one change.

        :param parts: names of what else is compared, as the kind has them.
        """
        if not self.is_on():
            yield
            return
        kind = self.kinds[model]
        watched = _watched.get()
        wanted = {name: [key for key in keys if (kind.name, name, key) not in watched] for name in ("", *parts)}
        before = _look(kind, wanted)
        token = _watched.set(watched | {(kind.name, name, key) for name, own in wanted.items() for key in own})
        try:
            yield
        finally:
            _watched.reset(token)
        self._write_differences(kind, before, _look(kind, wanted))

    def created(self, records: Iterable[models.Model]) -> None:
        """Write down that these records have come; what they say can be read from them."""
        self._write([(record, Deed.CREATED, {}) for record in records])

    def note(self, record: models.Model, **values: Any) -> None:
        """Write down a change that shows in no field: by name a pair, before and after."""
        self._write([(record, Deed.CHANGED, values)])

    def erased(self, model: type[models.Model], keys: Collection[Any]) -> None:
        """Forget what these records said, and write down that they were erased."""
        self.changes.of(model, keys).update(values={})
        self._write([(model(pk=key), Deed.ERASED, {}) for key in keys])

    def forget(self, model: type[models.Model], keys: Collection[Any]) -> None:
        """Delete what was written down of records that are deleted for good."""
        self.changes.of(model, keys).delete()

    def forget_actor(self, user_id: Any) -> None:
        """Forget that this person did what they did, and by which file."""
        self.changes.filter(actor=user_id).update(actor=None, via_name="")

    def prune(self, *, older_than: timedelta) -> int:
        """Delete what is older, some rows at a time, and return how many they were."""
        old = self.changes.filter(created_at__lt=timezone.now() - older_than).order_by("pk")
        total = 0
        while keys := list(old.values_list("pk", flat=True)[:BATCH]):
            total += self.changes.filter(pk__in=keys).delete()[0]
        return total

    def _write_differences(self, kind: Kind, before: _Look, after: _Look) -> None:
        found = []
        for key, was in before.values.items():
            now = after.values.get(key, was)
            told = {name: _told(was.get(name), now.get(name), kind, name) for name in _names(was, now)}
            deed = _deed(before.deleted.get(key), after.deleted.get(key))
            if told or deed != Deed.CHANGED:
                found.append((kind.model(pk=key), deed, told))
        self._write(found)

    def _write(self, found: Sequence[tuple[models.Model, Deed, Values]]) -> None:
        if not found or not self.is_on():
            return
        actor = current_actor()
        self.changes.bulk_create((self._row(actor, *each) for each in found), batch_size=BATCH)

    def _row(self, actor: Actor, record: models.Model, deed: Deed, values: Values) -> ChangeModel:
        row: ChangeModel = self.changes.model(
            record_type=record._meta.model_name,
            record_id=record.pk,
            deed=deed,
            actor_id=actor.user_id,
            via=actor.via,
            via_name=actor.name[:255],
            values=values,
        )
        return row


def _look(kind: Kind, wanted: Mapping[str, Collection[Any]]) -> _Look:
    """Read what the records say now, deleted ones too."""
    look = _Look({}, {})
    for name, keys in wanted.items():
        if not keys:
            continue
        if name:
            found: Mapping[Any, Values] = kind.parts[name](keys)
            for key in keys:
                look.values.setdefault(key, {}).update(found.get(key, {}))
            continue
        lookups = dict.fromkeys(["pk", "deleted_at", *kind.fields.values(), *kind.links, *kind.links.values()])
        rows = kind.model._base_manager.filter(pk__in=keys).order_by("pk").values(*lookups)
        for row in rows:
            look.deleted[row["pk"]] = row["deleted_at"] is not None
            values = kind.shape({name: row[lookup] for name, lookup in kind.fields.items()})
            links = {name: _Link(row[name], row[lookup]) for name, lookup in kind.links.items()}
            look.values[row["pk"]] = values | links
    return look


def _names(was: Values, now: Values) -> list[str]:
    """Return what differs, in the order of the fields."""
    return [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]


def _told(was: Any, now: Any, kind: Kind, name: str) -> list[Any] | None:
    """Return what is kept of two values; nothing, where their beginnings do not tell them apart."""
    pair = [_clipped(was), _clipped(now)]
    return None if name in kind.hidden or pair[0] == pair[1] else pair


def _clipped(value: Any) -> Any:
    if isinstance(value, _Link):
        value = value.name
    return f"{value[: LONGEST - 1]}…" if isinstance(value, str) and len(value) > LONGEST else value


def _deed(was_deleted: bool | None, is_deleted: bool | None) -> Deed:
    if was_deleted == is_deleted:
        return Deed.CHANGED
    return Deed.DELETED if is_deleted else Deed.RESTORED
