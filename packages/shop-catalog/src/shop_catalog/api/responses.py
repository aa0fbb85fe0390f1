"""Answers that are kept ready."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response


def origin_of(request: Request) -> str:
    """Return scheme and host under which the reader reached this server."""
    return f"{request.scheme}://{request.get_host()}"


class StoredPage(Response):
    """A page of a list whose rows are stored as JSON: sent as they are where JSON is wanted, read where it is not.

    :param envelope: what stands around the results.
    :param rows: the results, each a JSON text.
    """

    def __init__(self, envelope: Mapping[str, Any], rows: Sequence[str]) -> None:
        self.envelope = envelope
        self.rows = rows
        super().__init__()

    @property
    def data(self) -> dict[str, Any]:
        return {**self.envelope, "results": [json.loads(row) for row in self.rows]}

    @data.setter
    def data(self, value: None) -> None:
        """Ignore what the base class starts with."""

    @property
    def rendered_content(self) -> Any:
        if self.accepted_renderer.format != "json":
            return super().rendered_content
        self["Content-Type"] = "application/json"
        head = json.dumps(self.envelope, ensure_ascii=False)
        return f'{head[:-1]}, "results": [{",".join(self.rows)}]}}'.encode()
