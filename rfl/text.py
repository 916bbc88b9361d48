"""Sentences that a person will read, kept apart from the language they will be read in. Pure.

Rules and the matching engine say what they mean in English, as a `Text`; the edge that knows the
reader's language (rfl.web.i18n) translates it. `N_` marks a sentence for extraction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """One translatable sentence: an English msgid with named places, and what fills them.

    `Text("Ask %(who)s.", who="Mali")`. A value may itself be a Text: it is translated first.
    """

    msgid: str
    values: tuple[tuple[str, "str | int | float | Text"], ...]

    def __init__(self, msgid: str, **values: "str | int | float | Text") -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "values", tuple(values.items()))

    @property
    def params(self) -> Mapping[str, "str | int | float | Text"]:
        """Return what fills the named places."""
        return dict(self.values)

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language that `translate` (msgid → str) speaks."""
        if not self.values:
            return translate(self.msgid)
        filled = {
            name: value.render(translate) if isinstance(value, Text) else value
            for name, value in self.values
        }
        return translate(self.msgid) % filled

    @override
    def __str__(self) -> str:
        return self.render(lambda msgid: msgid)


def N_(msgid: str) -> str:  # noqa: N802  # the name gettext tools look for
    """Mark `msgid` for extraction; the edge translates it when it is shown."""
    return msgid
