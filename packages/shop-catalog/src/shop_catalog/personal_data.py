"""What the catalog knows of a person: reviews, reports of reviews, products made, and the seller."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from .models import Product, Review, ReviewReport, Seller
from .services.review_reports import erase_reports
from .services.reviews import erase_reviews
from .services.sellers import erase_seller


class CatalogPersonalData:
    """The `PersonalData` of shop-catalog.

    Products stay, without creator; what a seller offered goes off sale.
    """

    def export(self, user: AbstractBaseUser) -> Mapping[str, object]:
        return {
            "reviews.json": [
                {
                    "product": review.product.name,
                    "rating": review.rating,
                    "text": review.text,
                    "name": review.author_name,
                    "state": review.state,
                    "written": review.created_at.isoformat(),
                }
                for review in Review.all_objects.filter(author=user.pk).select_related("product").order_by("pk")
            ],
            "review_reports.json": [
                {
                    "product": report.review.product.name,
                    "reason": report.reason,
                    "note": report.note,
                    "reported": report.created_at.isoformat(),
                }
                for report in ReviewReport.objects.filter(reporter=user.pk)
                .select_related("review__product")
                .order_by("pk")
            ],
            "products.json": list(
                Product.all_objects.filter(creator=user.pk).order_by("pk").values("name", "description")
            ),
            "seller.json": list(Seller.all_objects.filter(user=user.pk).values("name", "country", "about")),
        }

    def erase(self, user: AbstractBaseUser) -> None:
        erase_reviews(author=user)
        erase_reports(reporter=user)
        erase_seller(user=user)
        Product.all_objects.filter(creator=user.pk).update(creator=None)
