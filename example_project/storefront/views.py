"""The shop's own pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop_catalog.models import Category, Listing

from .mail import inbox


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the shop's front: categories, and the products worth a look."""
    return render(
        request,
        "storefront/home.html",
        {
            "categories": Category.objects.top(),
            "featured": Listing.objects.featured()[:4].products(),
            "newest": Listing.objects.newest()[:8].products(),
            "best_rated": Listing.objects.best_rated()[:4].products(),
        },
    )


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the services behind the process answer: 503 and the names of those that do not."""
    services = {"database": _database_answers(), "cache": _cache_answers()}
    ready = all(services.values())
    state = {name: "ok" if answers else "unreachable" for name, answers in services.items()}
    return JsonResponse({"status": "ok" if ready else "unavailable", "services": state}, status=200 if ready else 503)


@require_safe
@never_cache
def dev_mail(request: HttpRequest) -> HttpResponse:
    """Show the development inbox; it does not exist when DEBUG is off."""
    _only_in_development()
    mails = inbox()
    chosen = next((mail for mail in mails if mail.id == request.GET.get("id")), mails[0] if mails else None)
    return render(request, "storefront/dev_mail.html", {"mails": mails, "chosen": chosen})


@require_safe
@never_cache
def dev_mail_json(request: HttpRequest) -> JsonResponse:
    """Answer the development inbox as JSON, newest first."""
    _only_in_development()
    mails: list[dict[str, Any]] = [asdict(mail) | {"links": mail.links} for mail in inbox()]
    return JsonResponse(mails, safe=False)


def _only_in_development() -> None:
    if not settings.DEBUG:
        raise Http404


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache_answers() -> bool:
    from django.core.cache import cache

    try:
        cache.set("readyz", "ok", 5)
        return bool(cache.get("readyz") == "ok")
    except Exception:  # each cache client raises errors of its own
        return False
