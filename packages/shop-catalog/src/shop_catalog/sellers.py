"""The `SellerDirectory` of the catalog: who its sellers are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from shop_core.contracts import SellerContact

from .models import Seller

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class CatalogSellers:
    """Sellers by their public id. Who waits for approval, or lost it, still sees to what was sold."""

    def refs_of(self, user: AbstractBaseUser) -> Collection[str]:
        sellers = Seller.objects.filter(user=user.pk).values_list("public_id", flat=True)
        return [str(public_id) for public_id in sellers]

    def contacts(self, seller_refs: Collection[str]) -> Mapping[str, SellerContact]:
        sellers = Seller.objects.filter(public_id__in=_ids(seller_refs), user__is_active=True).select_related("user")
        known = {str(seller.public_id): (seller.name, _email(seller.user)) for seller in sellers if seller.user}
        return {ref: SellerContact(name=name, email=email) for ref, (name, email) in known.items() if email}


def _email(user: AbstractBaseUser) -> str:
    return getattr(user, user.get_email_field_name(), "") or ""


def _ids(refs: Collection[str]) -> list[UUID]:
    ids = []
    for ref in refs:
        try:
            ids.append(UUID(ref))
        except ValueError:
            continue
    return ids
