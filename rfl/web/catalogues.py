"""What is translated: read from rfl/translations/LANGUAGE/*.po when a language is first spoken.

One file holds the sentences of one room (access, desk, …), so that several people can translate
one language at a time. The files are the only form: nothing is compiled, nothing can go stale
(docs/adr/0018).
"""

from collections.abc import Iterable
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from rfl.paths import PACKAGE

FOLDER = PACKAGE / "translations"
SOURCE = "en"
"""The language the sentences are written in; it has no catalogue."""


@cache
def translations(language: str) -> NullTranslations:
    """Return what speaks `language`, a code such as "ar"; a sentence it lacks stays English."""
    parts = files(language)
    if not parts:
        return Translations()
    compiled = BytesIO()
    write_mo(compiled, joined(read(part, language) for part in parts))
    compiled.seek(0)
    return Translations(compiled)


def files(language: str) -> list[Path]:
    """Return the files of a language; none for the source."""
    return sorted((FOLDER / language).glob("*.po"))


def read(path: Path, language: str) -> Catalog:
    """Return one file as a catalogue.

    Raises:
        babel.messages.pofile.PoFileError: it is not in the form of gettext's PO files.

    """
    with path.open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


def joined(parts: Iterable[Catalog]) -> Catalog:
    """Return several catalogues of one language as one, with the plural rule of the first."""
    first, *others = parts
    for part in others:
        for message in part:
            if message.id:
                first[message.id] = message
    return first
