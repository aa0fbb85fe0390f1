"""Settings hooks: an app declares its options once, as a frozen dataclass; its user overrides them in one dictionary."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

OptionsT = TypeVar("OptionsT")


@dataclass(frozen=True)
class Implements:
    """Mark an option as a hook: the dotted path (or paths) of classes that keep ``contract`` and take no constructor arguments.

    Write it as ``Annotated[str, Implements(ProductSource)]``; a tuple or a mapping of paths is annotated alike.
    """

    contract: type

    def missing(self, candidate: object) -> list[str]:
        """Return the names of the contract's methods that the candidate lacks."""
        names = [
            name for name in vars(self.contract) if not name.startswith("_") and callable(getattr(self.contract, name))
        ]
        return [name for name in names if not callable(getattr(candidate, name, None))]


class AppSettings(Generic[OptionsT]):
    """The dictionary ``settings.<name>`` laid over the defaults of ``options``.

    Nothing is read before the first use; the values follow ``override_settings``.
    """

    def __init__(self, name: str, options: type[OptionsT]) -> None:
        self.name = name
        self.declared = options
        setting_changed.connect(self._forget, dispatch_uid=f"shop_core.conf.{name}")

    @cached_property
    def options(self) -> OptionsT:
        return self.declared(**getattr(settings, self.name, {}))

    def hook(self, key: str) -> Any:
        """Return a new instance of the class that option ``key`` names."""
        return import_string(getattr(self.options, key))()

    def hooks(self, key: str) -> list[Any]:
        """Return a new instance of each class that the list option ``key`` names, in its order."""
        return [import_string(path)() for path in getattr(self.options, key)]

    def hook_map(self, key: str) -> dict[str, Any]:
        """Return a new instance of each class that the mapping option ``key`` names, by its key."""
        return {name: import_string(path)() for name, path in getattr(self.options, key).items()}

    def check(self) -> list[CheckMessage]:
        """Name every fault of the dictionary (E001 to E005), with the mend."""
        given = getattr(settings, self.name, {})
        if not isinstance(given, dict):
            return [
                Error(
                    f"{self.name} must be a dictionary, not {given!r}.", hint=f"{self.name} = {{}}", id=self._id("E001")
                )
            ]
        return [*self._unknown_keys(given), *self._wrong_values(given)]

    def _unknown_keys(self, given: Mapping[str, Any]) -> Iterator[CheckMessage]:
        known = [field.name for field in fields(self.declared)]  # type: ignore[arg-type]
        for key in sorted(given.keys() - set(known)):
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
            yield Error(f"{self.name} has no option {key!r}.", hint=hint, id=self._id("E002"))

    def _wrong_values(self, given: Mapping[str, Any]) -> Iterator[CheckMessage]:
        for key, annotation in get_type_hints(self.declared, include_extras=True).items():
            if key not in given:
                continue
            wanted, hook = _split(annotation)
            if not _fits(given[key], wanted):
                yield Error(
                    f"{self.name}[{key!r}] must be {_spell(wanted)}, not {given[key]!r}.",
                    hint=f"The default is {getattr(self.declared, key, None)!r}.",
                    id=self._id("E003"),
                )
            elif hook:
                for path in _paths(given[key]):
                    yield from self._broken_hook(key, path, hook)

    def _broken_hook(self, key: str, path: str, hook: Implements) -> Iterator[CheckMessage]:
        try:
            candidate = import_string(path)
        except ImportError as error:
            yield Error(
                f"{self.name}[{key!r}] does not import: {error}",
                hint="Give the dotted path of a class.",
                id=self._id("E004"),
            )
            return
        if missing := hook.missing(candidate):
            yield Error(
                f"{self.name}[{key!r}]: {path} is no {hook.contract.__name__}.",
                hint=f"It lacks: {', '.join(missing)}.",
                id=self._id("E005"),
            )

    def _id(self, number: str) -> str:
        return f"{self.name.lower()}.{number}"

    def _forget(self, *, setting: str, **kwargs: Any) -> None:
        if setting == self.name:
            self.__dict__.pop("options", None)


def _split(annotation: Any) -> tuple[Any, Implements | None]:
    if get_origin(annotation) is not Annotated:
        return annotation, None
    wanted, *extras = get_args(annotation)
    return wanted, next((extra for extra in extras if isinstance(extra, Implements)), None)


def _fits(value: object, wanted: Any) -> bool:
    """Tell whether ``value`` has the type ``wanted``; containers are judged with their items, and True is no int."""
    origin = get_origin(wanted)
    if wanted is Any:
        return True
    if origin in (Union, UnionType):
        return any(_fits(value, choice) for choice in get_args(wanted))
    if origin is Literal:
        return value in get_args(wanted)
    if isinstance(value, bool) and wanted in (int, float):
        return False
    if not isinstance(value, origin or wanted):
        return False
    if isinstance(value, Mapping) and get_args(wanted):
        kind, item = get_args(wanted)
        return all(_fits(key, kind) and _fits(entry, item) for key, entry in value.items())
    if isinstance(value, Collection) and get_args(wanted):  # a text is no list of letters
        return not isinstance(value, str) and all(_fits(entry, get_args(wanted)[0]) for entry in value)
    return True


def _spell(wanted: Any) -> str:
    return wanted.__name__ if isinstance(wanted, type) and not get_args(wanted) else str(wanted).replace("typing.", "")


def _paths(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return list(value.values() if isinstance(value, Mapping) else value)
