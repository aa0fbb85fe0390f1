"""The profile that everybody may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from ..profiles import find_profile, links_of


class PublicProfileView(TemplateView):
    """Shown to everybody, but kept out of search engines."""

    template_name = "shop_accounts/public_profile.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = find_profile(self.kwargs["pk"])
        links = links_of(user=account.user, viewer=self.request.user)
        return super().get_context_data(account=account, links=links, **kwargs)
