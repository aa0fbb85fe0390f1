"""Pages of a list endpoint."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from ..pagination import LimitedPaginator


class ShopPagination(PageNumberPagination):
    """``?page=`` and ``?page_size=`` (20; more than 100 are 100).

    ``count`` goes up to the option `COUNT_LIMIT`; where there are more, ``count_is_exact`` is false.
    """

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    django_paginator_class = LimitedPaginator

    def get_page_size(self, request: Request) -> int | None:
        """Return how many rows a page has.

        :raises ValidationError: what is asked for is no number from 1 up.
        """
        asked = request.query_params.get(self.page_size_query_param, "")
        if asked and not (asked.isascii() and asked.isdecimal() and asked.strip("0")):
            raise ValidationError({self.page_size_query_param: [_("Write a whole number from 1 up.")]})
        return min(int(asked.lstrip("0")[:9]), self.max_page_size) if asked else self.page_size

    def get_paginated_response(self, data: Any) -> Response:
        return Response(self.envelope() | {"results": data})

    def envelope(self) -> dict[str, Any]:
        """Return what stands around the results of a page."""
        paginator: Any = self.page.paginator  # type: ignore[union-attr]
        return {
            "count": paginator.count,
            "count_is_exact": paginator.is_exact,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
        }

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["properties"]["count_is_exact"] = {
            "type": "boolean",
            "description": "Whether there are just `count` results; else there are more.",
        }
        described["required"] = [*described.get("required", []), "count_is_exact"]
        return described
