"""Who sells: sellers and their stores. A single-vendor shop has one store, the default, made on demand."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from .folding import validate_name
from .locking import LockingQuerySet


class SellerQuerySet(LockingQuerySet):
    def approved(self) -> Self:
        return self.filter(is_approved=True)

    def public_id_of(self, username: str) -> uuid.UUID | None:
        """Return the id of the seller with this user name; who has only an e-mail address is not told by it."""
        user = get_user_model()
        names = {field.name for field in user._meta.fields} & {"username", user.USERNAME_FIELD}
        for name in names - {user.get_email_field_name()}:
            if found := self.filter(**{f"user__{name}": username}).values_list("public_id", flat=True).first():
                return found  # type: ignore[no-any-return]
        return None


class Seller(SoftDeleteModel):  # type: ignore[django-manager-missing]
    """Somebody who runs stores in this shop. The shop itself is no seller: its stores have none."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shop_catalog_seller",
    )
    name = models.CharField(_("name"), max_length=120, validators=[validate_name])
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write a country code of two capital letters."))],
    )
    about = models.TextField(_("about"), blank=True)
    is_approved = models.BooleanField(_("approved"), default=False)

    objects: ClassVar[Any] = LiveManager.from_queryset(SellerQuerySet)()
    all_objects: ClassVar[Any] = SellerQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")

    def __str__(self) -> str:
        return self.name


class StoreQuerySet(LockingQuerySet):
    def open(self) -> Self:
        """Return the stores that sell: open, and run by the shop itself or by an approved seller."""
        return self.filter(Q(seller=None) | Q(seller__is_approved=True, seller__deleted_at=None), is_open=True)

    def run_by(self, user: AbstractBaseUser) -> Self:
        """Return the stores of this person as a seller, closed ones too."""
        return self.filter(seller__user=user.pk, seller__deleted_at=None)

    def with_offer_count(self) -> Self:
        """Count what each offers, as ``offer_count``."""
        return self.annotate(offer_count=Count("offers", filter=Q(offers__is_active=True, offers__deleted_at=None)))


class Store(SoftDeleteModel):  # type: ignore[django-manager-missing]
    """A place that offers things."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    seller = models.ForeignKey(
        Seller,
        verbose_name=_("seller"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stores",
        help_text=_("Empty: the shop itself."),
    )
    name = models.CharField(_("name"), max_length=120, validators=[validate_name])
    slug = models.SlugField(_("slug"), max_length=140, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    is_default = models.BooleanField(_("default"), default=False, editable=False)

    objects: ClassVar[Any] = LiveManager.from_queryset(StoreQuerySet)()
    all_objects: ClassVar[Any] = StoreQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=LIVE, name="shop_catalog_store_slug"),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="shop_catalog_store_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shop_catalog:store", args=[self.slug])

    @property
    def seller_ref(self) -> str:
        """What other apps call the seller; empty for the shop itself."""
        return str(self.seller.public_id) if self.seller else ""

    @property
    def seller_name(self) -> str:
        return self.seller.name if self.seller else ""
