"""What a service refuses, told by the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shop_core.exceptions import ShopError


class RefusalsAdmin(admin.ModelAdmin):
    """Shows what a service refuses, where forms could not foresee it: on the form, with all that was typed, or as a message."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ShopError as refusal:  # nothing was written: show the form again
            request.refusal = refusal  # type: ignore[attr-defined]
            for _name, uploads in request.FILES.lists():
                for upload in uploads:
                    upload.seek(0)
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return _refused(form, refusal) if refusal else form

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())


def _refused(form: Any, refusal: ShopError) -> Any:
    """Return a form that is never valid, because of the refusal."""

    class RefusedForm(form):  # type: ignore[misc]
        def clean(self) -> Any:
            self.add_error(None, forms.ValidationError(str(refusal), refusal.code))
            return super().clean()

    return RefusedForm
