"""The floor: plain Django views that answer the same JSON, built by PostgreSQL in one prepared statement each.

It has no permissions, throttling, filters or serializers: what is left is the least that Django and PostgreSQL need.
"""

from pathlib import Path
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

SIZE = 20
COUNTED = 1000


def _statement(name: str, *, more: str = "") -> str:
    """Return the statement of a file, with the other files filled in where it names them.

    Limits stand in it as numbers: with a parameter for a limit, PostgreSQL would plan anew each time.
    """
    parts = {each.stem: each.read_text().strip() for each in Path(__file__).parent.glob("*.sql")} | {"more": more}
    parts |= {"size": f"{SIZE}", "one_more": f"{SIZE + 1}", "limit": f"{COUNTED}", "limit_more": f"{COUNTED + 1}"}
    text = parts[name]
    while any(f"{{{part}}}" in text for part in parts):
        for part, content in parts.items():
            text = text.replace(f"{{{part}}}", content)
    return text


NEWEST = _statement("newest")
MATCHING = _statement("matching")
NARROWED = _statement("narrowed", more="{facets}")
DETAIL = _statement("detail")


def newest(request: HttpRequest) -> HttpResponse:
    return _page(request, NEWEST)


def matching(request: HttpRequest) -> HttpResponse:
    return _page(request, MATCHING, words=_query(request))


def narrowed(request: HttpRequest) -> HttpResponse:
    most = 100 * int(request.GET["max_price"])
    return _page(request, NARROWED, words=_query(request), color=request.GET["attr.color"], most=most)


def detail(request: HttpRequest, key: int) -> HttpResponse:
    return _answer(DETAIL, key=key, origin=_origin(request))


def _query(request: HttpRequest) -> str:
    return f"'{request.GET['search']}':*"


def _page(request: HttpRequest, statement: str, **values: Any) -> HttpResponse:
    following = request.GET.copy()
    following["page"] = "2"
    address = f"{request.build_absolute_uri(request.path)}?{following.urlencode()}"
    return _answer(statement, next=address, origin=_origin(request), **values)


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _answer(statement: str, **values: Any) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return HttpResponse(row[0], content_type="application/json")


urlpatterns = [
    path("newest/", newest),
    path("matching/", matching),
    path("narrowed/", narrowed),
    path("detail/<int:key>/", detail),
]
