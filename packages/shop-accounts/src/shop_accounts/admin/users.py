"""The user model that we ship; registered where the project uses it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as BaseUserChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError

from ..links import base_url
from ..models import User
from ..services.deletion import delete_at_once
from .actions import StaffActionsMixin
from .columns import RoleFilter, SecondStepFilter, UserColumnsMixin

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


class UserChangeForm(BaseUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, Any]] = {}  # Django's field for names falls over an empty one


class UserAdmin(StaffActionsMixin, UserColumnsMixin, BaseUserAdmin):
    """Superusers write rights; everybody else gives and takes roles, by the actions of the list."""

    form = UserChangeForm
    add_form = UserCreationForm
    list_display = (
        "email",
        "username",
        "first_name",
        "last_name",
        "shown_state",
        "shown_roles",
        "shown_second_step",
        "date_joined",
    )
    list_filter = ("shop_account__state", RoleFilter, SecondStepFilter, "is_staff", "date_joined")
    list_select_related = ("shop_account",)
    search_fields = ("email", "username", "first_name", "last_name", "shop_account__phone")
    ordering = ("email",)
    # whether a user is active follows the state of the account, which the actions change
    readonly_fields = ("last_login", "date_joined", "is_active", "shown_state", "shown_second_step")
    fieldsets = (
        (None, {"fields": ("email", "username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name")}),
        (_("Account"), {"fields": ("shown_state", "shown_second_step")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        rights = () if request.user.is_superuser else RIGHTS
        return (*super().get_readonly_fields(request, obj), *rights)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Users are deleted one by one, since an app may refuse; a crowd is scheduled."""
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Ask for no rights to what goes along, or is kept without the person: each app deals with its own."""
        going, counts, _rights, _kept = super().get_deleted_objects(objs, request)
        return going, counts, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        delete_at_once(user=obj, base_url=base_url(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ShopError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:shop_accounts_user_change", object_id)

    @admin.display(description=_("state"), ordering="shop_account__state")
    def shown_state(self, user: User) -> str:
        account = getattr(user, "shop_account", None)
        return account.get_state_display() if account else ""


if not User._meta.swapped:
    admin.site.register(User, UserAdmin)
