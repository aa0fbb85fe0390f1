"""What the roles were given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleGrant(models.Model):
    """A right that a role was given by the option ``ROLE_PERMISSIONS``: it is given once, so that staff can take it away."""

    role = models.CharField(_("role"), max_length=150)
    permission = models.CharField(_("permission"), max_length=201)

    class Meta:
        verbose_name = _("right of a role")
        verbose_name_plural = _("rights of roles")
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="shop_accounts_grant_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"
