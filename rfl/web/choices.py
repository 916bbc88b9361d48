"""Options of select and radio fields, in the shape that WTForms asks for."""

from collections.abc import Iterable
from typing import Any

import wtforms

from rfl.web.i18n import LANGUAGES, OWN_NAMES


def options(pairs: Iterable[tuple[Any, Any]]) -> Any:
    """Return (value, label) pairs as options. Typed Any: the stubs do not know SelectChoice yet."""
    made = wtforms.SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
    return [made(value, label) for value, label in pairs]


def languages() -> Any:
    """Return the languages of the pages as options, each in its own words and marked as such."""
    made = wtforms.SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
    return [made(code, OWN_NAMES[code], render_kw={"lang": code}) for code in LANGUAGES]
