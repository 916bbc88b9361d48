"""All sentences that the product says, and the files in which they are translated."""

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from rfl.web import catalogues

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "N_": None,
    "Text": None,
    "Counted": (1, 2),
    "RuleBrokenError": None,
    "BadRowError": None,
    "check_other_person": (3,),
}
"""What marks a sentence: the call's name, and which of its arguments are msgid and plural."""

PLURALS: Mapping[str, str] = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
}
"""The plural rule of each language, as the gettext manual gives it. A further language adds one."""

SEARCHED = ("rfl", "templates")
PLACE = re.compile(r"%(?:\((\w+)\))?([a-z%])")
"""A named place in a sentence. What is nothing but places needs no translation."""

SEVERAL = "common"
"""The room of what is said in more rooms than one."""

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Language: {language}\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
)
"""No dates and no names: what did not change makes no difference between two versions."""


def sentences() -> Catalog:
    """Return everything that is to be translated, each with the files that say it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as opened:
        methods, options = parse_mapping_cfg(opened)
    found = extract_from_dir(
        ROOT, methods, options, KEYWORDS, comment_tags=("i18n:",), strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[0] in SEARCHED,
    )  # fmt: skip
    template = Catalog()
    for file, _line, msgid, comments, _context in found:
        if PLACE.sub("", msgid if isinstance(msgid, str) else msgid[0]).strip():
            template.add(msgid, locations=[(file, 0)], auto_comments=comments)
    return template


def by_room(template: Catalog) -> dict[str, list[Message]]:
    """Return the sentences of each room, sorted."""
    rooms: dict[str, list[Message]] = {}
    for message in template:
        if message.id:
            rooms.setdefault(_room_of(message), []).append(message)
    return {room: sorted(rooms[room], key=msgid_of) for room in sorted(rooms)}


def update(language: str, template: Catalog) -> None:
    """Write the files of a language anew: new sentences empty, old ones gone, the rest kept."""
    known = kept(language)
    folder = catalogues.FOLDER / language
    folder.mkdir(parents=True, exist_ok=True)
    rooms = by_room(template)
    for stale in catalogues.files(language):
        if stale.stem not in rooms:
            stale.unlink()
    for room, messages in rooms.items():
        filled = [_filled(message, known.get(msgid_of(message))) for message in messages]
        (folder / f"{room}.po").write_bytes(_file(language, filled))


def kept(language: str) -> dict[str, Message]:
    """Return the translations that a language has, by the first form of the msgid."""
    return {
        msgid_of(message): message
        for file in catalogues.files(language)
        for message in catalogues.read(file, language)
        if message.id and not message.fuzzy
    }


def msgid_of(message: Message) -> str:
    """Return the first form of the msgid."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> list[str]:
    """Return what the translator wrote: one string, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or "")


def missing(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield the messages without a translation, or without one of its plural forms."""
    return (one for one in messages if one.id and not all(forms_of(one)))


def _filled(message: Message, known: Message | None) -> Message:
    is_same = known is not None and known.pluralizable == message.pluralizable
    said = known.string if known and is_same else ""
    return Message(
        message.id, said, locations=message.locations, flags=message.flags,
        auto_comments=message.auto_comments, user_comments=known.user_comments if known else (),
    )  # fmt: skip


def _file(language: str, messages: Iterable[Message]) -> bytes:
    plurals = PLURALS[language]
    catalogue = Catalog(locale=language, header_comment="")
    catalogue.mime_headers = [("Plural-Forms", plurals)]
    for message in messages:
        catalogue[message.id] = message
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    return HEADER.format(language=language, plurals=plurals).encode() + written.getvalue()


def _room_of(message: Message) -> str:
    rooms = {_room(Path(file)) for file, _ in message.locations}
    return rooms.pop() if len(rooms) == 1 else SEVERAL


def _room(file: Path) -> str:
    is_in_room = len(file.parts) > 2
    return file.parts[1] if is_in_room else SEVERAL
