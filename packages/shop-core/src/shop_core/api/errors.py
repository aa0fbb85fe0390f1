"""One error body for all apps, also in a project that has a handler of its own.

The body follows RFC 9457 (problem details): ``{"type", "title", "status", "detail", "code", "errors": {field: [..]}}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler as drf_exception_handler

from ..exceptions import OutOfStockError, ShopError
from .schema import ProblemSchema


class ShopAPIMixin:
    """Give an API view the suite's error body, whatever ``EXCEPTION_HANDLER`` the project has, and describe it in OpenAPI."""

    schema: Any = ProblemSchema()

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return problem_response


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal as problem details; None for what is no refusal, which then is a server error."""
    if isinstance(error, ShopError):
        return _refusal(error)
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(_field_messages(error))
    answer = drf_exception_handler(error, context)
    if answer is None:
        return None
    errors = _errors(answer.data) if isinstance(error, exceptions.ValidationError) else {}
    detail = _detail(answer.data, errors)
    answer.data = _sendable(problem(status_code=answer.status_code, code=_code(error), detail=detail, errors=errors))
    if "Retry-After" in answer.headers:
        answer.data["retry_after"] = int(answer.headers["Retry-After"])
    return _as_problem(answer)


def problem(*, status_code: int, code: str, detail: str, errors: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "detail": detail,
        "code": code,
        "errors": dict(errors or {}),
    }


def _refusal(error: ShopError) -> Response:
    body = problem(status_code=int(error.status), code=error.code, detail=str(error), errors=error.errors)
    if isinstance(error, OutOfStockError):
        body["shortages"] = error.shortages
    retry_after = getattr(error, "retry_after", None)
    if retry_after is None:
        return _as_problem(Response(body, status=error.status))
    body["retry_after"] = retry_after
    return _as_problem(Response(body, status=error.status, headers={"Retry-After": str(retry_after)}))


def _sendable(value: Any) -> Any:
    """Return the messages without what UTF-8 cannot spell: they may quote half a character that somebody sent."""
    if isinstance(value, Mapping):
        return {_sendable(name): _sendable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sendable(each) for each in value]
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _as_problem(answer: Response) -> Response:
    answer.content_type = "application/problem+json"
    return answer


def _field_messages(error: DjangoValidationError) -> Any:
    return error.message_dict if hasattr(error, "error_dict") else {api_settings.NON_FIELD_ERRORS_KEY: error.messages}


def _errors(data: Any) -> dict[str, Any]:
    return dict(data) if isinstance(data, Mapping) else {api_settings.NON_FIELD_ERRORS_KEY: data}


def _detail(data: Any, errors: Mapping[str, Any]) -> str:
    if errors:
        own = errors.get(api_settings.NON_FIELD_ERRORS_KEY)
        return " ".join(str(line) for line in own) if own else f"Please correct: {', '.join(errors)}."
    return str(data.get("detail", "")) if isinstance(data, Mapping) else str(data)


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    codes = error.get_codes() if isinstance(error, exceptions.APIException) else "error"
    return codes if isinstance(codes, str) else str(getattr(error, "default_code", status.HTTP_400_BAD_REQUEST))
