"""Languages in which something is said to a person: those of the pages, and further ones.

A further language has a catalogue of its own (rfl/translations/wo/*.po) with the sentences that are
read aloud. A sentence counts once it was reviewed: while it is marked `fuzzy`, or there is none,
English stands there beside a note (docs/TRANSLATING.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl import typesetting
from rfl.text import Text
from rfl.web.catalogues import SOURCE, translations
from rfl.web.i18n import LANGUAGES, OWN_NAMES

FURTHER: Mapping[str, str] = {
    "wo": "Wolof", "ff": "Pulaar", "bm": "Bamanankan", "ti": "ትግርኛ", "am": "አማርኛ",
    "prs": "دری", "ps": "پښتو", "bn": "বাংলা", "so": "Soomaali", "tr": "Türkçe",
    "ku": "Kurdî", "uk": "Українська",
}  # fmt: skip
"""Languages of the people served, by what each calls itself."""

TONGUES: Mapping[str, str] = {**{code: OWN_NAMES[code] for code in LANGUAGES}, **FURTHER}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as it is said: `lang` is the language it is truly in."""

    words: str
    lang: str

    @property
    def is_rtl(self) -> bool:
        """Tell whether it is written from right to left."""
        return typesetting.is_right_to_left(self.words)


def spoken(sentence: Text | str, code: str) -> Spoken:
    """Return `sentence` in the language `code` of TONGUES; in English if nobody reviewed it yet."""
    text = Text(sentence) if isinstance(sentence, str) else sentence
    said = text.render(translations(code)) if code != SOURCE else str(text)
    is_known = code in LANGUAGES or said != str(text)
    return Spoken(said, code if is_known else SOURCE)


def asked(code: str | None) -> str:
    """Return a language that was asked for in an address; English for what is none."""
    return code if code and code in TONGUES else SOURCE
