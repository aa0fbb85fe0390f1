"""What a service refuses, told by the admin."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shop_core.exceptions import ShopError


class RefusalsAdmin(admin.ModelAdmin):
    """Shows as a message what a service refuses, where forms could not foresee it."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ShopError as refusal:
            return self.tell(request, refusal)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except ShopError as refusal:
            return self.tell(request, refusal)

    def tell(self, request: HttpRequest, refusal: ShopError) -> HttpResponse:
        """Show the page again, with what was refused."""
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.get_full_path())
