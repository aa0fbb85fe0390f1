"""Where a user has things sent."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.addresses import AddressError, clean_address, format_address
from shop_core.contracts import PostalAddress

POSTAL_FIELDS = ("name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone")
"""The columns that make the `PostalAddress`."""


class AddressQuerySet(models.QuerySet["Address"]):
    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Return the user's addresses: the default one first, then the newest."""
        return self.filter(user_id=user.pk).order_by("-is_default", "-created_at", "-pk")


class Address(models.Model):
    """An entry of a user's address book; deleted for good, since orders keep a copy of their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_addresses", verbose_name=_("user")
    )
    label = models.CharField(_("label"), max_length=50, blank=True, help_text=_('For yourself, such as "home".'))
    name = models.CharField(_("recipient"), max_length=200)
    company = models.CharField(_("company"), max_length=200, blank=True)
    line1 = models.CharField(_("street and number"), max_length=200)
    line2 = models.CharField(_("apartment, floor"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_default = models.BooleanField(_("default"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects: ClassVar[Any] = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="shop_accounts_address_one_default"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.line1, self.city, self.country) if part)

    def clean(self) -> None:
        try:
            self.set_postal(clean_address(self.postal))
        except AddressError as error:
            raise ValidationError(error.errors) from None

    @property
    def lines(self) -> list[str]:
        """The address as the post of its country wants it."""
        return format_address(self.postal)

    @property
    def postal(self) -> PostalAddress:
        return PostalAddress(**{field: getattr(self, field) for field in POSTAL_FIELDS})

    def set_postal(self, postal: PostalAddress) -> None:
        for field in POSTAL_FIELDS:
            setattr(self, field, getattr(postal, field))
