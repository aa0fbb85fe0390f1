"""What staff do to users in the admin: each calls a service for every chosen user, notes it in the log, and tells what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop_core.exceptions import ShopError

from ..conf import conf
from ..identity import email_field, has_field
from ..links import base_url
from ..services.deactivation import deactivate_account, reactivate_account
from ..services.deletion import schedule_deletion
from ..services.roles import check_rank, grant_role, grantable_roles, rank_of, revoke_role
from ..services.staff import let_in, log_out, reset_second_step
from ..validators import validate_person_name
from .passwords import StaffPasswordForm

Action = Callable[["StaffActionsMixin", HttpRequest, QuerySet[Any]], HttpResponse | None]


def user_of(record: Any) -> Any:
    """Return the user of an account, or of itself."""
    return record if isinstance(record, get_user_model()) else record.user


def within_reach(request: HttpRequest, service: Callable[..., object]) -> Callable[[Any], None]:
    """Return a service that staff call for users who stand no higher than they do."""

    def act(user: Any) -> None:
        check_rank(user=user, by=request.user)
        service(user=user)

    return act


class NotedActionsMixin(admin.ModelAdmin):
    """Actions that are noted in the log of each user."""

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("shop_accounts.change_account")

    def run(self, request: HttpRequest, queryset: QuerySet[Any], note: str, act: Callable[[Any], Any]) -> None:
        """Do something to every chosen user; write ``note`` into the log of each, and say what was refused."""
        done = 0
        for record in queryset:
            try:
                act(user_of(record))
            except ShopError as refusal:
                told = _("Not done for %(record)s: %(refusal)s") % {"record": record, "refusal": refusal}
                messages.error(request, told)
            else:
                done += 1
                self.log_change(request, record, note)
        if done:
            told = ngettext("Done for %d user.", "Done for %d users.", done) % done
            messages.success(request, f"{note} {told}")


class StaffActionsMixin(NotedActionsMixin):
    """For the `ModelAdmin` of users or of accounts; staff change nobody who stands higher than they do.

    On the page of a user, nobody changes the e-mail, since a new password is mailed there: its owner does, who proves it. A new
    password goes by our service, and its user is told.
    """

    actions = [
        "let_in_selected",
        "log_out_selected",
        "reset_second_step_of_selected",
        "deactivate_selected",
        "reactivate_selected",
        "schedule_deletion_of_selected",
    ]

    def has_reset_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("shop_accounts.reset_second_step")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        email = [email_field()] if isinstance(obj, get_user_model()) else []
        return (*super().get_readonly_fields(request, obj), *email)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ("first_name", "last_name"):
            field.validators.append(validate_person_name)
        return field

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let Django's page of a new password save by our form, which must know who asks."""
        page = copy(self)
        page.change_password_form = partial(StaffPasswordForm, request=request)  # type: ignore[attr-defined]
        return super(StaffActionsMixin, page).user_change_password(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_within_reach(request, obj)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Add the actions that depend on who asks, and those of hooks; Django names the place of actions since 6.1."""
        place = {} if action_location is None else {"action_location": action_location}
        actions: dict[str, Any] = super().get_actions(request, **place)
        is_list = getattr(action_location, "value", "CHANGE_LIST") == "CHANGE_LIST"
        if is_list and self.actions is not None and IS_POPUP_VAR not in request.GET:
            more = (*self._role_actions(request), *self._hooked_actions(request))
            actions |= {name: (act, name, label) for name, act, label in more}
        return actions

    @admin.action(description=gettext_lazy("Activate without a confirmation"), permissions=["manage"])
    def let_in_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.run(request, queryset, _("Activated."), lambda user: let_in(user=user, by=request.user))

    @admin.action(description=gettext_lazy("Log out everywhere"), permissions=["manage"])
    def log_out_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.run(request, queryset, _("Logged out everywhere."), lambda user: log_out(user=user, by=request.user))

    @admin.action(description=gettext_lazy("Reset the second step at login"), permissions=["reset"])
    def reset_second_step_of_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        if not request.POST.get("confirmed"):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Reset the second step at login?"),
                "text": _("They can then log in with the password alone. Make sure that it is they who ask for it."),
                "records": queryset,
                "action": "reset_second_step_of_selected",
                "checkbox": ACTION_CHECKBOX_NAME,
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/shop_accounts/confirm_action.html", context)
        note = _("The second step was reset.")
        service = partial(reset_second_step, by=request.user, base_url=base_url(request))
        self.run(request, queryset, note, lambda user: service(user=user))
        return None

    @admin.action(description=gettext_lazy("Deactivate, and keep all data"), permissions=["manage"])
    def deactivate_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.run(request, queryset, _("Deactivated."), within_reach(request, deactivate_account))

    @admin.action(description=gettext_lazy("Activate after a deactivation"), permissions=["manage"])
    def reactivate_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        service = partial(reactivate_account, base_url=base_url(request))
        self.run(request, queryset, _("Activated again."), within_reach(request, service))

    @admin.action(description=gettext_lazy("Schedule the deletion"), permissions=["manage"])
    def schedule_deletion_of_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        service = partial(schedule_deletion, base_url=base_url(request))
        self.run(request, queryset, _("The deletion was scheduled."), within_reach(request, service))

    def _is_within_reach(self, request: HttpRequest, record: Any) -> bool:
        return record is None or rank_of(user_of(record)) <= rank_of(request.user)

    def _role_actions(self, request: HttpRequest) -> Iterator[tuple[str, Action, str]]:
        if not (has_field("groups") and request.user.has_perm("shop_accounts.assign_roles")):
            return
        roles = grantable_roles(by=request.user)
        for role in roles:
            note = _("Role given: %(role)s.") % {"role": role}
            yield f"grant_{role}", _role_action(grant_role, role, note), _("Give the role: %(role)s") % {"role": role}
        for role in roles:
            note = _("Role taken: %(role)s.") % {"role": role}
            yield f"revoke_{role}", _role_action(revoke_role, role, note), _("Take the role: %(role)s") % {"role": role}

    def _hooked_actions(self, request: HttpRequest) -> Iterator[tuple[str, Action, str]]:
        for name, hook in conf.hook_map("STAFF_ACTIONS").items():
            if hook.is_allowed(request.user):
                yield f"hook_{name}", _hooked_action(hook), str(hook.label())


def _role_action(service: Callable[..., None], role: str, note: str) -> Action:
    def act(model_admin: StaffActionsMixin, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        model_admin.run(request, queryset, note, lambda user: service(user=user, role=role, by=request.user))

    return act


def _hooked_action(hook: Any) -> Action:
    def act(model_admin: StaffActionsMixin, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def run(user: Any) -> None:
            check_rank(user=user, by=request.user)
            hook.run([user], request.user)

        model_admin.run(request, queryset, str(hook.label()), run)

    return act
