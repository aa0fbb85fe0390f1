"""What the shoppers say of what was delivered to them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from shop_accounts.models import User
from shop_catalog.models import Product, Review
from shop_catalog.services.reviews import publish_review
from shop_orders.models import OrderLine, OrderState

from .progress import Progress
from .texts import ReviewText, products, reviews, shoppers

SILENT = 0.15
"""The share of buyers who say nothing."""

DELIVERED_AFTER = timedelta(days=3)
WITHIN = timedelta(days=6)
"""How long after the delivery people write, at most."""


def add_reviews(progress: Progress, *, now: datetime) -> None:
    """Add the reviews that are not there yet."""
    people = {user.email: user for user in User.objects.filter(email__in=[person.email for person in shoppers()])}
    catalog = {str(product.pk): product for product in Product.objects.filter(name__in=_categories())}
    known = set(Review.all_objects.filter(author__in=people.values()).values_list("author__email", "product_id"))
    said = [
        (people[email], catalog[ref], at)
        for (email, ref), at in _deliveries(list(people)).items()
        if ref in catalog and (email, catalog[ref].pk) not in known and _speaks(email, catalog[ref])
    ]
    for author, product, ordered_at in progress.over(said, of="reviews"):
        _publish(author, product, ordered_at, now=now)


def _deliveries(emails: list[str]) -> dict[tuple[str, str], datetime]:
    """Return when who ordered what was delivered: by e-mail address and reference of the product."""
    lines = OrderLine.objects.filter(order__state=OrderState.DELIVERED, order__user__email__in=emails)
    columns = lines.order_by("-order__created_at").values_list("order__user__email", "group_ref", "order__created_at")
    return {(email, ref): at for email, ref, at in columns}


def _speaks(email: str, product: Product) -> bool:
    return random.Random(f"{email}:{product.name}").random() > SILENT  # noqa: S311 - the same data every time


def _publish(author: User, product: Product, ordered_at: datetime, *, now: datetime) -> None:
    text = _words(product, said_before=Review.all_objects.filter(product=product).count())
    name = f"{author.first_name} {author.last_name[0]}."
    review = publish_review(product=product, author=author, rating=text.rating, text=text.text, name=name)
    delivered_at = ordered_at + DELIVERED_AFTER
    lapse = min(now - delivered_at, WITHIN) * random.Random(review.text + author.email).random()  # noqa: S311
    Review.objects.filter(pk=review.pk).update(created_at=delivered_at + lapse)


def _words(product: Product, *, said_before: int) -> ReviewText:
    """Return the next words of the category's and the general ones, shuffled for each product."""
    pool = [*reviews().get(_categories()[product.name], []), *reviews()["any"]]
    random.Random(product.name).shuffle(pool)  # noqa: S311 - the same data every time
    return pool[said_before % len(pool)]


def _categories() -> dict[str, str]:
    return {text.name: text.category for text in products()}
