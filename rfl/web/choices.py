"""Options of select and radio fields, in the shape that WTForms asks for."""

from collections.abc import Iterable
from typing import Any

import wtforms


def options(pairs: Iterable[tuple[Any, Any]]) -> Any:
    """Return (value, label) pairs as options. Typed Any: the stubs do not know SelectChoice yet."""
    made = wtforms.SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
    return [made(value, label) for value, label in pairs]
