"""The profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from ..forms.profile import ProfileForm
from ..guards import SensitiveMixin
from ..identity import email_of
from ..models import Account, Address
from ..services.profile import set_photo, update_profile


class ProfileView(LoginRequiredMixin, SensitiveMixin, FormView):
    template_name = "shop_accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("shop_accounts:profile")

    @cached_property
    def account(self) -> Account:
        account: Account = Account.objects.of(self.request.user)  # type: ignore[arg-type]
        return account

    def get_initial(self) -> dict[str, Any]:
        holder = self.account.name_holder
        names = {"first_name": holder.first_name, "last_name": holder.last_name}
        return {**names, "photo": self.account.photo}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        photo = form.cleaned_data.pop("photo")
        try:
            update_profile(account=self.account, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if "photo" in form.changed_data:
            set_photo(account=self.account, photo=photo or None)
        messages.success(self.request, _("Your profile has been saved."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            account=self.account,
            email=email_of(self.account.user),
            default_address=Address.objects.for_user(self.account.user).first(),
            **kwargs,
        )
