"""What came in an address or a form, cleared of what no keyboard makes and no database keeps."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict, MultiDict

NUL = "\0"
"""PostgreSQL refuses it in any text."""


class Typed(ImmutableMultiDict[str, Any]):
    """Keys and values as they came, without NUL; files as they are."""

    def __init__(self, given: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        found = MultiDict(given or ())
        super().__init__(
            (key.replace(NUL, ""), value.replace(NUL, "") if isinstance(value, str) else value)
            for key, value in found.items(multi=True)
        )
