"""What can be wrong with a translation that a program can see."""

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages import Message

from tests.translations.collecting import PLACE, forms_of, msgid_of

TAG = re.compile(r"</?[a-zA-Z][^>]*>|&\w+;")
LATIN_WORDS = 3
"""A sentence of so many words that stands there as in English was forgotten."""

ARABIC = re.compile("[\u0600-\u06ff]")
OTHER_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
LATIN_MARK = re.compile("[\u0600-\u06ff] ?[,;?]")


def faults(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with a translated message, as sentences for its translator."""
    forms = forms_of(message)
    for number, said in enumerate(forms):
        name = f"form {number}: " if len(forms) > 1 else ""
        for fault in (*_places(message, said), *_marks(message, said), *_tongue(message, said)):
            yield name + fault
        if language == "ar":
            yield from (name + fault for fault in _arabic(message, said))


def _places(message: Message, said: str) -> Iterator[str]:
    """Each place is filled once more; a plural form may say its number in words."""
    wanted = Counter(PLACE.findall(_english(message)))
    found = Counter(PLACE.findall(said))
    if message.pluralizable:
        wanted, found = _but_number(wanted), _but_number(found)
    if set(wanted) != set(found):
        yield f"has the places {_named(found)} where English has {_named(wanted)}"
    if re.search(r"%(?![(%a-z])", said) and PLACE.search(_english(message)):
        yield "has a bare % sign; write %%"


def _marks(message: Message, said: str) -> Iterator[str]:
    english = _english(message)
    bare_in_english, bare = (TAG.sub("", text).count("<") for text in (english, said))
    if Counter(TAG.findall(english)) != Counter(TAG.findall(said)) or bare > bare_in_english:
        yield "has other tags than English"
    if (english[0].isspace(), english[-1].isspace()) != (said[0].isspace(), said[-1].isspace()):
        yield "begins or ends with a space where English does not, or the other way"
    if english.endswith(":") and not said.endswith(":"):
        yield "does not end with a colon"


def _tongue(message: Message, said: str) -> Iterator[str]:
    if said in message.id and len(PLACE.sub("", said).split()) >= LATIN_WORDS:
        yield "is still English"
    if OTHER_DIGITS.search(said):
        yield "has digits other than 0 to 9"


def _arabic(message: Message, said: str) -> Iterator[str]:
    if not ARABIC.search(said) and len(PLACE.sub("", msgid_of(message)).split()) >= LATIN_WORDS:
        yield "has no Arabic letter"
    if LATIN_MARK.search(said):
        yield "has a mark of Latin script; write ، ؛ ؟"


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _but_number(places: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({place: times for place, times in places.items() if place[0] != "num"})


def _named(places: Counter[tuple[str, str]]) -> str:
    return ", ".join(f"%({name})" if name else "%" for name, _ in sorted(places)) or "none"
