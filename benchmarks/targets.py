"""What is measured: each endpoint of ours, and where the floor and the plain way answer the same."""

from dataclasses import dataclass
from random import Random

from .words import WORDS


@dataclass(frozen=True, kw_only=True)
class Target:
    """An endpoint in up to three forms; each form is an address with ``{key}`` or ``{word}`` in it."""

    name: str
    title: str
    ours: str
    floor: str = ""
    plain: str = ""
    beside: str = ""
    """The target whose floor and plain form are also this one's."""

    @property
    def forms(self) -> dict[str, str]:
        given = {"ours": self.ours, "floor": self.floor, "plain": self.plain}
        return {form: address for form, address in given.items() if address}


TARGETS = (
    Target(name="empty", title="An empty view behind the same middleware", ours="/empty/"),
    Target(
        name="list",
        title="API list of 20 cards",
        ours="/api/products/?page_size=20",
        floor="/floor/newest/?page_size=20",
        plain="/plain/products/?page_size=20",
    ),
    Target(
        name="detail",
        title="API detail with variants",
        ours="/api/products/{key}/",
        floor="/floor/detail/{key}/",
        plain="/plain/products/{key}/",
    ),
    Target(
        name="search",
        title="API search, ranked",
        ours="/api/products/?page_size=20&search={word}",
        floor="/floor/matching/?page_size=20&search={word}",
        plain="/plain/products/?page_size=20&search={word}",
    ),
    Target(
        name="facets",
        title="API search with two filters and facets, each a new one",
        ours="/api/products/?page_size=20&search={word}&attr.color=Red&max_price={price}&facets=true",
        floor="/floor/narrowed/?page_size=20&search={word}&attr.color=Red&max_price={price}&facets=true",
        plain="/plain/products/?search={word}&color=Red&max_price={price}00",
    ),
    Target(
        name="facets-again",
        title="the same, asked before within a minute",
        ours="/api/products/?page_size=20&search={word}&attr.color=Red&max_price=150&facets=true",
        beside="facets",
    ),
    Target(name="page", title="HTML list page", ours="/products/", beside="list"),
)


def addresses(form: str, *, products: int) -> list[str]:
    """Return the addresses that one form is asked for, in turn: many products, many words, the same ones every time."""
    random = Random(form.count("{"))
    if "{key}" in form:
        return [form.format(key=random.randint(1, products)) for _ in range(1024)]
    if "{price}" in form:
        pairs = random.sample([(word, price) for word in WORDS[::40] for price in range(100, 450)], 2**15)
        return [form.format(word=word, price=price) for word, price in pairs]
    if "{word}" in form:
        return [form.format(word=word) for word in random.sample(WORDS, 64)]
    return [form]
