"""What the catalog knows of a person: reviews, reports of reviews, products made, the seller, and what they changed."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from .models import Change, Product, Review, ReviewReport, Seller
from .services.history import history
from .services.review_reports import erase_reports
from .services.reviews import erase_reviews
from .services.sellers import erase_seller


class CatalogPersonalData:
    """The `PersonalData` of shop-catalog.

    Products stay, without creator; what a seller offered goes off sale. What was changed stays known, but not by whom, nor what
    the seller said of themselves before.
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
            "changes.json": [
                {
                    "record": f"{change.record_type} {change.record_id}",
                    "what": change.deed,
                    "fields": sorted(change.values),
                    "when": change.created_at.isoformat(),
                }
                for change in Change.objects.filter(actor=user.pk).order_by("pk").iterator()
            ],
        }

    def erase(self, user: AbstractBaseUser) -> None:
        erase_reviews(author=user)
        erase_reports(reporter=user)
        erase_seller(user=user)
        Product.all_objects.filter(creator=user.pk).update(creator=None)
        history.forget_actor(user.pk)
