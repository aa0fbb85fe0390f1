"""What the catalog's endpoints have in common."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError as InvalidError
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from rest_framework import permissions, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.filters import SearchFilter
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.settings import api_settings

from shop_core.api import ShopAPIMixin, ShopPagination
from shop_core.forms import YesNoField

from .words import refuse_unknown_fields, refuse_unknown_words


class CatalogViewSet(ShopAPIMixin, viewsets.ReadOnlyModelViewSet):
    """Everybody reads, a page at a time."""

    permission_classes: tuple[Any, ...] = (permissions.AllowAny,)
    pagination_class: type[ShopPagination] | None = ShopPagination
    lookup_value_converter = "int"
    filter_backends: tuple[Any, ...] = (filters.DjangoFilterBackend, SearchFilter)
    parser_classes: tuple[Any, ...] = (JSONParser,)
    filterset_class: Any = None
    filterset_fields: tuple[str, ...] = ()
    search_fields: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    """Words of the query string of the list besides filters, search and pages."""
    word_prefix = ""
    """Words that begin like this are known too."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action and request.query_params and request.method in permissions.SAFE_METHODS:
            is_list = self.action == "list"
            known = _words(type(self), is_list, self.action != "retrieve" and self.pagination_class is not None)
            refuse_unknown_words(request.query_params, known, prefix=self.word_prefix if is_list else "")

    def flag(self, name: str) -> bool:
        """Return whether a word of the query string is set.

        :raises ValidationError: it is neither true nor false.
        """
        try:
            return bool(YesNoField(required=False).clean(self.request.query_params.get(name)))
        except InvalidError as error:
            raise ValidationError({name: error.messages}) from None

    def wish(self, serializer_class: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """Return what the request asks for; a PATCH names only what changes.

        :param context: what the serializer has to know besides.
        :raises ValidationError: something in it is wrong, or unknown.
        """
        partial = self.request.method == "PATCH"
        context = {**self.get_serializer_context(), **context}
        serializer: Any = serializer_class(data=self.request.data, partial=partial, context=context)
        if isinstance(self.request.data, Mapping):
            serializer.initial_data = self._changes(serializer)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _changes(self, serializer: Any) -> Any:
        """Return the body, without what a whole record that was read and is sent back says as it is anyway.

        :raises ValidationError: it has fields that cannot be written.
        """
        data: Any = self.request.data
        writable = {name for name, field in serializer.fields.items() if not field.read_only}
        unknown = data.keys() - writable - {"csrfmiddlewaretoken"}
        if not unknown:
            return data
        if self.request.method != "POST":
            now = json.loads(JSONRenderer().render(self.as_read()))
            same = {name for name in data if name in now and now[name] == data[name]}
            for name in same & writable:
                serializer.fields[name].required = False
            data = {name: value for name, value in data.items() if name not in same}
            unknown -= same
        answered: Any = self.get_serializer()
        refuse_unknown_fields(unknown, writable, answered.fields)
        return data

    def as_read(self) -> Any:
        """Return the record of the address as it is answered."""
        return self.get_serializer(self.get_object()).data


@cache
def _words(view: type[CatalogViewSet], is_list: bool, is_paged: bool) -> frozenset[str]:
    """Return the words that may stand in a query string."""
    words: set[str | None] = {api_settings.URL_FORMAT_OVERRIDE}
    if is_paged:
        words |= {ShopPagination.page_query_param, ShopPagination.page_size_query_param}
    if is_list:
        words |= {*view.own_words, *_filters(view)}
        words |= {"deleted"} if hasattr(view, "wants_deleted") else set()
        words |= {api_settings.SEARCH_PARAM} if view.search_fields else set()
    return frozenset(word for word in words if word)


def _filters(view: type[CatalogViewSet]) -> Iterable[str]:
    return view.filterset_class.base_filters if view.filterset_class else view.filterset_fields
