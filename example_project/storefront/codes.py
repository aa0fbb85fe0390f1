"""The last one-time code that this development server sent, and the API docs that fill it in: ``/api/docs+/``."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerView

from .mail import inbox

CODE = re.compile(r"^(\d{6}) ")


@dataclass(frozen=True, kw_only=True)
class SentCode:
    sent_at: str
    to: str
    code: str


def last_code() -> SentCode | None:
    """Return the newest code of the development mail and text messages; the database keeps digests only."""
    found = [
        SentCode(sent_at=name, to=to, code=match[1])
        for name, to, text in [*_mails(), *_text_messages()]
        if (match := CODE.match(text))
    ]
    return max(found, key=lambda sent: sent.sent_at, default=None)


def _mails() -> list[tuple[str, str, str]]:
    return [(mail.id.partition("-")[0], mail.to, mail.subject) for mail in inbox()[:20]]


def _text_messages() -> list[tuple[str, str, str]]:
    newest = sorted(Path(settings.SMS_INBOX_DIR).glob("*.json"), reverse=True)[:20]
    messages = [(path.stem, json.loads(path.read_text())) for path in newest]
    return [(name, message["to"], message["text"]) for name, message in messages]


@require_safe
@never_cache
def last_code_json(request: HttpRequest) -> JsonResponse:
    """Answer the last code; it does not exist when DEBUG is off."""
    if not settings.DEBUG:
        raise Http404
    sent = last_code()
    return JsonResponse(asdict(sent) if sent else {})


class CodeDocsView(SpectacularSwaggerView):
    """The API docs with the last code at hand; they do not exist when DEBUG is off."""

    url_name = "schema"
    template_name = "storefront/code_docs.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return super().dispatch(request, *args, **kwargs)
