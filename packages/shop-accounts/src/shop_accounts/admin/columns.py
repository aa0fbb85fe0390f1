"""What the lists of users and of accounts show and filter alike."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..identity import CLIENT, has_field
from ..models import SecondFactor
from ..services.roles import ROLES, roles_of
from .actions import user_of

SUPERUSER = "superuser"
SECOND_STEP = Exists(SecondFactor.objects.filter(user_id=OuterRef("pk"), confirmed_at__isnull=False))
"""An account bears the key of its user, so that this holds for both."""


def prefix(model: Any) -> str:
    """Return the way from a record of the list to its user."""
    return "" if model is get_user_model() else "user__"


class UserColumnsMixin(admin.ModelAdmin):
    """Columns for roles and the second step, at the same cost however long the list is."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).annotate(second_step=SECOND_STEP)
        return found.prefetch_related(f"{prefix(self.model)}groups") if has_field("groups") else found

    @admin.display(description=_("roles"))
    def shown_roles(self, record: Any) -> str:
        user = user_of(record)
        first = [SUPERUSER] if getattr(user, "is_superuser", False) else []
        return ", ".join([*first, *roles_of(user)])

    @admin.display(description=_("second step"), boolean=True, ordering="second_step")
    def shown_second_step(self, record: Any) -> bool:
        return bool(record.second_step)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not has_field("groups"):
            return []
        return [(role, role) for role in ROLES] + ([(SUPERUSER, SUPERUSER)] if has_field("is_superuser") else [])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        role, way = self.value(), prefix(queryset.model)
        if role == SUPERUSER:
            return queryset.filter(**{f"{way}is_superuser": True})
        if role == CLIENT:  # nothing but a client
            higher = Q(**{f"{way}groups__name__in": ROLES[1:]})
            if has_field("is_superuser"):
                higher |= Q(**{f"{way}is_superuser": True})
            return queryset.exclude(pk__in=queryset.model._default_manager.filter(higher).values("pk"))
        return queryset.filter(**{f"{way}groups__name": role}) if role else queryset


class SecondStepFilter(admin.SimpleListFilter):
    title = _("second step")
    parameter_name = "second_step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(second_step=self.value() == "yes") if self.value() else queryset
