"""How an order stands, for pages to which no socket opens."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from ..live import frame_of
from ..services.numbering import normalize_number


@method_decorator(never_cache, name="dispatch")
class OrderLiveView(View):
    """The frame that the socket tells; to who may not see the order it does not exist."""

    def get(self, request: HttpRequest, number: str) -> JsonResponse:
        frame = frame_of(request, normalize_number(number))
        if frame is None:
            raise Http404
        return JsonResponse(frame)
