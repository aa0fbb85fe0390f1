"""Products found by words, with what the database has for it."""

from collections.abc import Collection, Sequence
from types import ModuleType
from typing import Any

from django.db import connections, router
from django.db.models import Expression, QuerySet

from ..hooks import SearchText
from ..models import Listing
from . import plain, postgres, sqlite, vocabulary
from .words import words_of

ENGINES: dict[str, ModuleType] = {"postgresql": postgres, "sqlite": sqlite}


class DatabaseSearch:
    """The default `SearchBackend`: full text on PostgreSQL and SQLite, plain comparison elsewhere; mistyped words are corrected."""

    def index(self, texts: Sequence[SearchText]) -> None:
        self._engine.index(texts)
        vocabulary.learn(word for each in texts for word in words_of(f"{each.name} {each.keywords}"))

    def remove(self, product_ids: Collection[int]) -> None:
        self._engine.remove(product_ids)

    def find(self, listings: QuerySet[Any], text: str) -> QuerySet[Any]:
        found: QuerySet[Any] = self._engine.find(listings, text)
        return found

    def prepare(self, text: str) -> str:
        prepared: str = self._engine.prepare(text)
        return prepared

    def find_any(self, listings: QuerySet[Any], text: str) -> QuerySet[Any]:
        found: QuerySet[Any] = self._engine.find(listings, text, any_word=True)
        return found

    def prepare_any(self, text: str) -> str:
        prepared: str = self._engine.prepare_any(text)
        return prepared

    def find_prepared(self, listings: QuerySet[Any], prepared: Expression) -> QuerySet[Any]:
        found: QuerySet[Any] = self._engine.find_prepared(listings, prepared)
        return found

    def correct(self, text: str) -> str:
        return vocabulary.corrected(text, self._engine.near)

    @property
    def _engine(self) -> ModuleType:
        return ENGINES.get(connections[router.db_for_read(Listing)].vendor, plain)
