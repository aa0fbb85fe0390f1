"""Who sells in this shop."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from ..models import Offer, Seller
from .listings import publish

ERASED_NAME = "—"


@transaction.atomic
def erase_seller(*, user: AbstractBaseUser) -> None:
    """Take what a person sells off sale, and forget who it was."""
    sellers = Seller.all_objects.filter(user=user.pk)
    offers = Offer.all_objects.filter(store__seller__in=sellers)
    product_ids = list(offers.values_list("variant__product", flat=True).distinct())
    offers.update(is_active=False)
    sellers.update(user=None, name=ERASED_NAME, country="", about="", is_approved=False, deleted_at=timezone.now())
    publish(product_ids)
