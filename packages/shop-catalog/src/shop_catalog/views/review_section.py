"""What the page of a product shows of its reviews."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from ..forms import ReviewForm
from ..models import Product, Review
from ..services.reviews import has_bought

REVIEWS_PER_PAGE = 10


def review_section(product: Product, request: HttpRequest) -> dict[str, Any]:
    """Return the context of ``partials/reviews.html``: one query for the reviews, and two more for people who are logged in."""
    stars = _stars(request)
    own = Review.objects.written_by(request.user).filter(product=product).first()
    may_write = own is None and has_bought(product=product, user=request.user)
    return {
        "histogram": _histogram(product),
        "stars": stars,
        "reviews": _page(product, stars, request),
        "own_review": own,
        "review_form": ReviewForm() if may_write else None,
    }


def _histogram(product: Product) -> list[tuple[int, int, int]]:
    """Return each number of stars with the reviews that gave it, and their percentage."""
    counts = product.rating_histogram.items()
    return [(stars, count, round(100 * count / product.rating_count) if count else 0) for stars, count in counts]


def _stars(request: HttpRequest) -> int | None:
    """Return the rating whose reviews alone are asked for."""
    asked = request.GET.get("stars", "")
    return int(asked) if asked in {"1", "2", "3", "4", "5"} else None


def _page(product: Product, stars: int | None, request: HttpRequest) -> Page[Review]:
    reviews = Review.objects.published().filter(product=product).newest()
    paginator = Paginator(reviews.filter(rating=stars) if stars else reviews, REVIEWS_PER_PAGE)
    # Both are kept by the writes, so that nobody counts rows.
    paginator.count = product.rating_histogram[stars] if stars else product.rating_count
    return paginator.get_page(request.GET.get("page"))
