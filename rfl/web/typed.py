"""What came in an address or a form, cleared of what no keyboard makes and no database keeps."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

NUL = "\0"
"""PostgreSQL refuses it in any text."""


class Typed(ImmutableMultiDict[str, str]):
    """Keys and values as they came, without NUL."""

    def __init__(self, given: Mapping[str, Any] | Iterable[tuple[str, str]] | None = None) -> None:
        found = MultiDict(given or ())
        super().__init__(
            (key.replace(NUL, ""), value.replace(NUL, "")) for key, value in found.items(multi=True)
        )


class TypedRequest(Request):
    """A request whose address and form are Typed."""

    parameter_storage_class = Typed


def register(app: Flask) -> None:
    """Read every request so."""
    app.request_class = TypedRequest
