"""Sentences that a person will read, kept apart from the language they will be read in. Pure.

Rules and the matching engine say what they mean in English, as a `Text`; the edge that knows the
reader's language (rfl.web.i18n) translates it. `N_` marks a sentence for extraction, `Counted` one
whose form depends on a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import NamedTuple, Protocol

from typing_extensions import override


class Tongue(Protocol):
    """A language to render in: any catalogue of gettext's, such as `gettext.NullTranslations`."""

    def gettext(self, message: str, /) -> str:
        """Return `message` in this language."""

    def ngettext(self, one: str, many: str, num: int, /) -> str:
        """Return the form for `num` things in this language."""


ENGLISH: Tongue = NullTranslations()


class Counted(NamedTuple):
    """One sentence in its two English forms; the value `num` chooses. Arabic has six."""

    one: str
    many: str


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """One translatable sentence: an English msgid with named places, and what fills them.

    `Text("Ask %(who)s.", who="Mali")`. A value may itself be a Text: it is translated first.
    `Text(Counted("%(num)d case", "%(num)d cases"), num=3)` takes its form from `num`.
    """

    msgid: str
    plural: str
    """The form for many; '' where no number decides."""
    values: tuple[tuple[str, "str | int | float | Text"], ...]
    plain: "Text | None" = field(compare=False)
    """What is said instead where the reader's language lacks words for a clause; see `unless`."""

    def __init__(self, msgid: str | Counted, **values: "str | int | float | Text") -> None:
        one, many = msgid if isinstance(msgid, Counted) else (msgid, "")
        object.__setattr__(self, "msgid", one)
        object.__setattr__(self, "plural", many)
        object.__setattr__(self, "values", tuple(values.items()))
        object.__setattr__(self, "plain", None)

    def unless(self, plain: "Text") -> "Text":
        """Return this sentence, which is `plain` where a clause in it was never translated.

        For clauses of the lexicon: there are thousands, and half a sentence in English helps nobody
        who reads Arabic.
        """
        same = Text(Counted(self.msgid, self.plural) if self.plural else self.msgid, **self.params)
        object.__setattr__(same, "plain", plain)
        return same

    @property
    def params(self) -> Mapping[str, "str | int | float | Text"]:
        """Return what fills the named places."""
        return dict(self.values)

    def form(self, tongue: Tongue) -> str:
        """Return the translated sentence with its named places still open."""
        if not self.plural:
            return tongue.gettext(self.msgid)
        num = self.params["num"]
        if not isinstance(num, int):
            raise TypeError("the value `num` of a counted sentence is a whole number")
        return tongue.ngettext(self.msgid, self.plural, num)

    def render(self, tongue: Tongue) -> str:
        """Return the sentence in the language of `tongue`."""
        if self.plain and not all(_has(tongue, one) for _name, one in self.values):
            return self.plain.render(tongue)
        if not self.values:
            return self.form(tongue)
        filled = {
            name: value.render(tongue) if isinstance(value, Text) else value
            for name, value in self.values
        }
        return self.form(tongue) % filled

    @override
    def __str__(self) -> str:
        return self.render(ENGLISH)


def _has(tongue: Tongue, value: str | int | float | Text) -> bool:
    """Tell whether a catalogue has the words of `value`; English has all, and no head under ''."""
    if not isinstance(value, Text) or value.values or not tongue.gettext(""):
        return True
    return tongue.gettext(value.msgid) != value.msgid


def N_(msgid: str) -> str:  # noqa: N802  # the name gettext tools look for
    """Mark `msgid` for extraction; the edge translates it when it is shown."""
    return msgid
