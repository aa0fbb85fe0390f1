"""The refusals of an endpoint in its OpenAPI description."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import SAFE_METHODS

MESSAGES = {"type": "array", "items": {"type": "string"}}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string", "example": "about:blank"},
        "title": {"type": "string", "example": "Bad Request"},
        "status": {"type": "integer", "example": 400},
        "detail": {
            "type": "string",
            "description": "What happened and what to do.",
            "example": "Please correct: name.",
        },
        "code": {"type": "string", "description": "What happened, for programs.", "example": "invalid"},
        "errors": {
            "type": "object",
            "description": "Messages by the name of the field.",
            "additionalProperties": {},
            "example": {"name": ["This field is required."]},
        },
        "retry_after": {"type": "integer", "description": "Seconds to wait, where that helps."},
    },
    "required": ["type", "title", "status", "detail", "code", "errors"],
}
MEANINGS = {
    HTTPStatus.BAD_REQUEST: "Something in the request is wrong; `errors` names the fields.",
    HTTPStatus.UNAUTHORIZED: "Who asks is not known.",
    HTTPStatus.FORBIDDEN: "Who asks may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or it is not for everybody to see.",
    HTTPStatus.CONFLICT: "It does not fit what is there; `code` says why.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of a kind that is not taken here.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often; `retry_after` says how long to wait.",
}


class ProblemSchema(AutoSchema):
    """Describes, beside what an endpoint answers, how it refuses."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        problem = ResolvedComponent(  # type: ignore[no-untyped-call]
            name="Problem", type=ResolvedComponent.SCHEMA, object="Problem", schema=PROBLEM
        )
        self.registry.register_on_missing(problem)
        for status in self.refusals(operation):
            content = {"application/problem+json": {"schema": problem.ref}}
            operation["responses"].setdefault(str(int(status)), {"description": MEANINGS[status], "content": content})
        return operation

    def refusals(self, operation: dict[str, Any]) -> list[HTTPStatus]:
        """Return how this operation can refuse."""
        parameters = operation.get("parameters", ())
        asked = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        writes = self.method not in SAFE_METHODS
        guarded = {} not in operation.get("security", [{}])
        found = {
            HTTPStatus.BAD_REQUEST: asked or "requestBody" in operation,
            HTTPStatus.UNAUTHORIZED: guarded,
            HTTPStatus.FORBIDDEN: guarded or writes,
            HTTPStatus.NOT_FOUND: "page" in asked or any(parameter["in"] == "path" for parameter in parameters),
            HTTPStatus.CONFLICT: writes,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "requestBody" in operation,
            HTTPStatus.TOO_MANY_REQUESTS: writes or self.view.get_throttles(),
        }
        return [status for status, holds in found.items() if holds]
