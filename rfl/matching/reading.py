"""From a name as it was written to tokens: keys, readings, classes, roles. Pure.

Nothing is dropped in silence: particles and titles stay, and weigh little.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from typing_extensions import override

from rfl.matching.classes import Lexicon, by_lexicon, lexicon
from rfl.matching.script import is_arabic, shown_words, token_key, words
from rfl.matching.sounds import OPEN
from rfl.matching.spelling import number_of, said, script_of, signs_of
from rfl.matching.types import Name, NamePart, NameRole


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _listed(
    """
    al el ul ad as ash an ar at bin ben ibn bint binti ould wuld walad mint ag oglu zadeh de di da
    do dos du la le van von der ou und y e ال بن ابن بنت ولد منت ابو ابي ام аль эль بني
    """
)
TITLES = _listed(
    """
    hajj haj hadj hadja mr mrs ms miss mme mlle dr prof imam ustaz president hon rt sir lord
    lady baroness rev capt eng ing jr sr ii iii iv حاج دكتور دكتوره دكتر د مهندس استاذ الاستاذ
    اقاي خانم جناب جونيور ג׳וניור
    """
)
"""Those that are names as well (sheikh, md) stand in the lexicon, and weigh as common names do."""

HONORIFICS = _listed("मा माननीय श्री श्रीमती डा डॉ डाक्टर जनाब শ্রী ডাঃ জনাব")
"""Titles that are nobody's name, whatever their letters say in another script."""

JOINERS = _listed("abd abdul abdel abdoul abdur abder abdal abu abou aboul umm oum عبد ابو ام نور")
"""Words that are half a name: joined with what follows (and an article between)."""

SERVANTS = _listed("abd abdul abdel abdoul abdur abder abdal عبد")
"""Of these, the ones that never stand alone: what follows is no name by itself."""

ARTICLES = frozenset(["al", "el", "ul", "ar", "as", "ad", "an", "ال"])

ARABIC_ARTICLE, WITH_ARTICLE = "ال", 5
"""The article as it is joined to a name, and how many letters both have at least."""

LETTER_BY_LETTER = frozenset({"latin", "greek", "cyrillic"})
"""Scripts in which the key of a compound is the keys of its words one after the other."""

VOWELS = frozenset("aeiouy")

SONS = _listed("bin ben ibn bint binti ould wuld mint ag walad بن ابن بنت ولد منت")
"""Particles behind which the father's name stands, if a name stands before them."""

SONS_ALONE = _listed("bin ibn bint binti بن ابن بنت")
"""Those that tell so within a compound too: Bin Omar behind a name is Omar's son, where Ben Omar
has long been a family."""

UNSAID = frozenset({NameRole.FULL, NameRole.FATHER})
"""Roles of which a particle may tell more; after three generations FATHER is somebody's child."""


@dataclass(frozen=True, slots=True)
class ReadToken:
    """One token of a name. Its hash is its key's: the rest mostly follows from that."""

    text: str
    """As shown to people."""
    key: str
    signs: tuple[int, ...]
    """How it is read; see rfl.matching.spelling."""
    script: int
    """That it is read by; see rfl.matching.sounds.SCRIPTS."""
    words: tuple[str, ...]
    """Folded, as they were put together."""
    classes: frozenset[str]
    role: NameRole
    is_light: bool
    """Particle or title: tells little."""

    @override
    def __hash__(self) -> int:
        return hash(self.key)  # which a string remembers

    @property
    def said(self) -> str:
        """Return how it is said first, in the alphabet of sounds."""
        return said(self.signs)

    @property
    def is_open(self) -> bool:
        """Tell whether its script leaves vowels out."""
        return self.script in OPEN

    @property
    def is_initial(self) -> bool:
        """Tell whether only a first letter is given."""
        if len(self.key) == 1:
            return not is_arabic(self.key)
        is_letter = len(self.words) == 1 == len(self.words[0])
        return is_letter and script_of(self.words[0]) in LETTER_BY_LETTER  # Ш. is one letter too

    @property
    def may_be_initials(self) -> bool:
        """Tell whether letters without a vowel may be those that several names begin with."""
        if len(self.key) not in {2, 3} or self.is_initial:
            return False
        return not self.classes and not VOWELS & set(self.key)


@by_lexicon(maxsize=131_072)
def read(name: Name) -> tuple[ReadToken, ...]:
    """Return the tokens of `name`, in order."""
    tokens = [token for part in name.parts for token in _tokens(part)]
    _mind_the_ends(tokens)
    _mind_sons(tokens)
    return tuple(tokens)


def _mind_the_ends(tokens: list[ReadToken]) -> None:
    """Take a particle that nothing follows for the name it is: Carolyn Bennett in Arabic, بنت.

    Of one letter, and first, it is an initial: E. Silva, though Silva e Costa.
    """
    first = tokens[0] if tokens else None
    if first is not None and first.is_light and len(first.key) == 1 and first.key in PARTICLES:
        tokens[0] = replace(first, is_light=False)
    last = tokens[-1] if len(tokens) > 1 else None
    if last is not None and last.is_light and last.words[0] in PARTICLES:
        tokens[-1] = replace(last, is_light=False)


def _mind_sons(tokens: list[ReadToken]) -> None:
    """Tell child from father where a word says which: Ahmad bin Hasan is not Hasan bin Ahmad."""
    for place in range(1, len(tokens)):
        before, word = tokens[place - 1 : place + 1]
        is_compound = len(word.words) > 1 and word.words[0] in SONS_ALONE
        father = place + word.is_light
        if father == len(tokens) or not (is_compound or (word.is_light and word.words[0] in SONS)):
            continue
        after = tokens[father]
        if {before.role, after.role} <= UNSAID:
            tokens[father] = replace(after, role=NameRole.FATHER)
            if before.role is NameRole.FULL:
                tokens[place - 1] = replace(before, role=NameRole.GIVEN)


def _tokens(part: NamePart) -> Iterator[ReadToken]:
    groups = _grouped(words(part.text))
    if not is_arabic(part.text):
        yield from (_token(group, part.role) for group in groups)
        return
    shown = iter(shown_words(part.text))
    for group in groups:
        token, written = _token(group, part.role), " ".join(islice(shown, len(group)))
        yield replace(token, text=written) if is_arabic(written) else token


def _grouped(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Put compounds together: Abd al-Rahman, Abou Bakr, Ben Ali where the lexicon knows it."""
    if len(parts) == 1:
        return [parts]
    keys, known = [token_key(word) for word in parts], lexicon()
    groups: list[tuple[str, ...]] = []
    place = 0
    while place < len(parts):
        length = _known_length(parts, keys, place, known) or _compound_length(parts, place)
        groups.append(parts[place : place + length])
        place += length
    return groups


def _known_length(parts: tuple[str, ...], keys: list[str], place: int, known: Lexicon) -> int:
    """Return of how many words from `place` on the lexicon knows a name, or 0."""
    for size in range(min(known.longest, len(parts) - place), 1, -1):
        group = parts[place : place + size]
        key, joined = "".join(keys[place : place + size]), "".join(group)
        if not joined.isascii() and script_of(group[0]) not in LETTER_BY_LETTER:
            key = token_key(joined)
        if key in known.by_key and _may_be_one(group):
            return size
    return 0


def _may_be_one(group: tuple[str, ...]) -> bool:
    """Tell whether words may be one name written apart: an initial or a title is nobody's part.

    Nor are words of two scripts: of নূর and Тестов together only the first would be read.
    """
    if len({script_of(word) for word in group}) > 1:
        return False
    return all(len(word) > 1 and word not in HONORIFICS for word in group)


def _compound_length(parts: tuple[str, ...], place: int) -> int:
    if parts[place] not in JOINERS or place + 1 >= len(parts):
        return 1
    if parts[place + 1] in ARTICLES and place + 2 < len(parts):
        return 3
    return 2


@by_lexicon(maxsize=131_072)
def _token(group: tuple[str, ...], role: NameRole) -> ReadToken:
    joined, known = "".join(group), lexicon()
    key = token_key(joined)
    classes = known.of(joined, key)
    if not classes and joined.startswith(ARABIC_ARTICLE) and len(joined) >= WITH_ARTICLE:
        bare = joined.removeprefix(ARABIC_ARTICLE)
        classes = known.of(bare, bare)
    return ReadToken(
        text=_shown(group),
        key=key,
        signs=signs_of(joined),
        script=number_of(joined),
        words=group,
        classes=classes,
        role=role,
        is_light=len(group) == 1 and _is_light(joined, classes),
    )


def _shown(group: tuple[str, ...]) -> str:
    return " ".join([word if is_arabic(word) else word.capitalize() for word in group])


def _is_light(word: str, classes: frozenset[str]) -> bool:
    if word in HONORIFICS or word.isdigit():  # a footnote, a number on a list
        return True
    return not classes and (word in PARTICLES or word in TITLES)


@by_lexicon(maxsize=16_384)
def pieces(token: ReadToken) -> tuple[ReadToken, ...]:
    """Return the weighty words of a compound, each as a token; a servant of God stays whole.

    Initials written together (JC) are parted too.
    """
    if token.may_be_initials and token.key.isascii():
        return tuple(_token((letter,), token.role) for letter in token.key)
    if len(token.words) == 1 or token.words[0] in SERVANTS:
        return (token,)
    parted = (_token((word,), token.role) for word in token.words)
    return tuple(part for part in parted if not part.is_light) or (token,)


@by_lexicon(maxsize=32_768)
def together(one: ReadToken, other: ReadToken) -> ReadToken:
    """Return two neighbours as one token."""
    return _token((*one.words, *other.words), one.role)
