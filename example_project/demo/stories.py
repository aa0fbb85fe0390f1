"""What has happened in the shop in the past weeks: who ordered what and when, drawn from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from .texts import PersonText, ProductText, logins, products, shoppers

AGES_OF_CUSTOMER = [timedelta(hours=2), timedelta(hours=20), timedelta(days=2), timedelta(days=12), timedelta(days=33)]
"""How long ago the customer with a login ordered: one order of each state to look at."""

ORDERS_OF_SHOPPER = 8
FAVORITES = 20
"""How many products are wished for again and again; the others are bought once or twice each."""

OLDEST_DAYS = 60
CANCELLED = 0.08
"""The share of orders that were cancelled before they were paid."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One order."""

    person: PersonText
    number: int
    """Which order of this person it is, from 0."""
    age: timedelta
    is_cancelled: bool
    wishes: list[tuple[ProductText, int]]
    """Products and how many units of each."""


def stories() -> list[Story]:
    """Return all orders, the oldest first; every product is bought by somebody."""
    chance = random.Random("stories")  # noqa: S311 - the same data every time
    shuffled = chance.sample(products(), len(products()))
    dealt = cycle(shuffled)
    favorites = shuffled[:FAVORITES]
    told = [
        Story(
            person=person,
            number=number,
            age=age,
            is_cancelled=age > timedelta(days=3) and person in shoppers() and chance.random() < CANCELLED,
            wishes=[
                (next(dealt) if chance.random() < 0.6 else chance.choice(favorites), chance.choice([1, 1, 1, 2]))
                for _ in range(chance.randint(2, 5))
            ],
        )
        for person, number, age in _occasions(chance)
    ]
    return sorted(told, key=lambda story: -story.age)


def _occasions(chance: random.Random) -> Iterator[tuple[PersonText, int, timedelta]]:
    customer = next(person for person in logins() if person.address)
    for number, age in enumerate(AGES_OF_CUSTOMER):
        yield customer, number, age
    for person in shoppers():
        for number in range(ORDERS_OF_SHOPPER):
            yield person, number, timedelta(minutes=chance.randrange(180, OLDEST_DAYS * 1440))
