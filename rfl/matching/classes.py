"""The authored lexicon: one class is one name in all its spellings. Pure; files in lexicon/.

An installation may add names of its own (rfl.matching.additions): `use` makes a process judge by
the lexicon it is given from then on.
"""

import csv
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from rfl.matching.hands import copies
from rfl.matching.script import latin_key, shown_words, token_key, words
from rfl.matching.spelling import script_of
from rfl.text import N_, Text

LANGUAGE_WORDS = {
    "fr": N_("French"), "en": N_("English"), "pt": N_("Portuguese"), "es": N_("Spanish"),
    "it": N_("Italian"), "de": N_("German"), "tr": N_("Turkish"), "ar": N_("Arabic"),
    "fa": N_("Persian"), "ur": N_("Urdu"), "so": N_("Somali"), "am": N_("Amharic"),
    "ti": N_("Tigrinya"), "ru": N_("Russian"), "uk": N_("Ukrainian"), "sr": N_("Serbian"),
    "bs": N_("Bosnian"), "sq": N_("Albanian"), "ku": N_("Kurdish"), "bn": N_("Bengali"),
    "nl": N_("Dutch"), "ps": N_("Pashto"), "he": N_("Hebrew"), "el": N_("Greek"),
    "hy": N_("Armenian"), "ka": N_("Georgian"), "hr": N_("Croatian"), "mk": N_("Macedonian"),
    "az": N_("Azerbaijani"), "om": N_("Oromo"), "pl": N_("Polish"), "ro": N_("Romanian"),
    "sw": N_("Swahili"), "ha": N_("Hausa"), "wo": N_("Wolof"), "ff": N_("Fula"),
    "ln": N_("Lingala"), "yo": N_("Yoruba"), "ig": N_("Igbo"),
}  # fmt: skip
"""The clerks' languages that an explanation may name."""


Ts = TypeVarTuple("Ts")
T = TypeVar("T")

OWN = "+"
"""What the slugs of classes begin with that an installation added."""

NO_CLASS: frozenset[str] = frozenset()


class Home(NamedTuple):
    """How usual a spelling is in a language: the least is the most usual."""

    is_other: bool
    """Its accents differ from those listed, or letters that clerks use for one another."""
    place: int
    """0 is the first spelling of that language, 1 the second, and so on."""


@dataclass(frozen=True, slots=True)
class NameClass:
    """One name. `forms`: (orthography tag, spelling) as authored; `gloss`: a clause, or ''."""

    slug: str
    is_family: bool
    sex: str
    gloss: str
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All classes, and how they hang together. Each is itself only, so that caches go by it."""

    classes: dict[str, NameClass]
    by_key: dict[str, frozenset[str]]
    """Token key → slugs of the classes it is a spelling of, listed or made by a rule of hands."""
    keys_of: dict[str, tuple[str, ...]]
    """The same, by class."""
    by_word: dict[str, frozenset[str]]
    """Folded word of a script whose keys are romanised → slugs that list it: অলি is Wali, though in
    Latin letters it would be ali."""
    ties: dict[frozenset[str], tuple[str, str]]
    """Pairs of classes of which one is a short form or a variant of the other → the short one, and
    how they hang together."""
    neighbours: dict[str, frozenset[str]]
    """The same, by class."""
    conflicts: dict[frozenset[str], str]
    """Pairs of classes that look alike and are two names → why."""
    longest: int
    """Words in the longest compound."""
    version: int = 0
    """How often the installation changed what it adds; 0 as it is shipped."""
    own: frozenset[str] = frozenset()
    """Token keys of which an addition says something."""
    left_out: Mapping[int, Text] = field(default_factory=dict)
    """Additions, by number, that do not go with the others or with this version → why."""
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What was found out by this lexicon: forgotten with it."""

    def of(self, word: str, key: str = "") -> frozenset[str]:
        """Return the slugs of a folded word: as it is written, else as its key is, known or not."""
        return self.by_word.get(word) or self.by_key.get(key or token_key(word), NO_CLASS)

    def tied(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether a class of `one` is a variant of a class of `other`."""
        return any(frozenset((a, b)) in self.ties for a in one for b in other)

    def tied_to(self, slug: str) -> frozenset[str]:
        """Return the classes that are variants or short forms of the class `slug`."""
        return self.neighbours.get(slug, frozenset())

    def conflict(self, one: frozenset[str], other: frozenset[str]) -> str:
        """Return why names of `one` and `other` are two names, or ''."""
        found = (self.conflicts.get(frozenset((a, b)), "") for a in one for b in other)
        return next((why for why in found if why), "")

    def tie(self, one: frozenset[str], other: frozenset[str]) -> tuple[str, str]:
        """Return the short class and the note by which `one` and `other` are tied, or ('', '')."""
        pairs = (frozenset((a, b)) for a in sorted(one) for b in sorted(other))
        return next((self.ties[pair] for pair in pairs if pair in self.ties), ("", ""))

    def languages(self, slug: str, text: str) -> dict[str, Home]:
        """Return in which clerks' languages `slug` is written as `text`, and how usual it is there.

        No language is one of another script's letters, though they may spell the same.
        """
        key, written = key_of(text), "".join(shown_words(text))
        places: dict[str, int] = {}
        found: dict[str, Home] = {}
        for tag, form_key, form in _spelt(self.classes[slug].forms):
            place = places[tag] = places.get(tag, -1) + 1
            if form_key == key and script_of(form) == script_of(written):
                found.setdefault(tag, Home(form != written, place))
        return found


@lru_cache(maxsize=4_096)
def _spelt(forms: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """Return the spellings of a class, each as its tag, its key, and how it is written."""
    return tuple((tag, key_of(form), "".join(shown_words(form))) for tag, form in forms)


def key_of(form: str) -> str:
    """Return the token key of a spelling; a compound is one token."""
    parts = words(form)
    return token_key("".join(parts))


_in_use: list[Lexicon] = []
_tried: ContextVar[Lexicon | None] = ContextVar("tried", default=None)


def lexicon() -> Lexicon:
    """Return the lexicon in use: the one that this version ships, until `use` names another."""
    return _tried.get() or (_in_use[0] if _in_use else shipped())


def use(names: Lexicon) -> None:
    """Have this process judge by `names` from now on, in every thread."""
    _in_use[:] = [names]


@contextmanager
def trying(names: Lexicon) -> Iterator[None]:
    """Have this thread alone judge by `names` for a while; what it finds out is forgotten."""
    before = _tried.set(names)
    try:
        yield
    finally:
        _tried.reset(before)


def by_lexicon(maxsize: int) -> Callable[[Callable[[*Ts], T]], Callable[[*Ts], T]]:
    """Remember up to `maxsize` answers of a function, apart for each lexicon that was in use."""

    def remember(function: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
        @lru_cache(maxsize)
        def kept(_names: Lexicon, *args: *Ts) -> T:
            return function(*args)

        @wraps(function)
        def call(*args: *Ts) -> T:
            if _tried.get() is not None:
                return function(*args)  # one that is thrown away must not stay remembered
            return kept(_in_use[0] if _in_use else shipped(), *args)

        return call

    return remember


@cache
def shipped() -> Lexicon:
    """Return the lexicon that this version of the engine ships."""
    classes = {name.slug: name for name in _classes()}
    forms = {form for name in classes.values() for _, form in name.forms}
    read = {form: words(form) for form in forms}
    joined = {form: "".join(parts) for form, parts in read.items()}
    key_of = {form: token_key(word) for form, word in joined.items()}
    keyed = [
        (name.slug, tag, form, key_of[form])
        for name in classes.values()
        for tag, form in name.forms
    ]
    romanised = {form for form, word in joined.items() if is_romanised(word)}
    lone = {slug: frozenset((slug,)) for slug in classes}  # most spellings are of one class
    by_key: dict[str, frozenset[str]] = {}
    by_word: dict[str, set[str]] = {}
    for slug, _, form, key in sorted(keyed, key=lambda row: row[2] in romanised):
        if form in romanised:
            by_word.setdefault(joined[form], set()).add(slug)
            if key in by_key and slug not in by_key[key]:
                continue  # another class has these letters in its own script
        by_key[key] = by_key[key] | lone[slug] if key in by_key else lone[slug]
    ties = {
        frozenset((row["short"], row["class"])): (row["short"], row["note"])
        for row in _rows("nicknames.tsv")
    }
    neighbours: dict[str, set[str]] = {}
    for pair in ties:
        for slug in pair:
            neighbours.setdefault(slug, set()).update(pair - {slug})
    conflicts = {
        frozenset((row["class_a"], row["class_b"])): row["why"] for row in _rows("conflicts.tsv")
    }
    by_key |= {key: lone[slug] for key, slug in generated(keyed, by_key).items()}
    keys_of: dict[str, list[str]] = {}
    for key, slugs in by_key.items():
        for slug in slugs:
            keys_of.setdefault(slug, []).append(key)
    tied = {slug: frozenset(others) for slug, others in neighbours.items()}
    listed = {slug: tuple(keys) for slug, keys in keys_of.items()}
    by_words = {word: frozenset(slugs) for word, slugs in by_word.items()}
    longest = max(map(len, read.values()))
    return Lexicon(classes, by_key, listed, by_words, ties, tied, conflicts, longest)


def is_romanised(word: str) -> bool:
    """Tell whether the key of a folded word is in another script than the word."""
    return not word.isascii() and script_of(word) not in {"latin", "arabic", "hebrew"}


def generated(keyed: Sequence[tuple[str, str, str, str]], listed: Container[str]) -> dict[str, str]:
    """Return spellings that rules make and no list holds → the one class that makes them.

    `keyed`: (class, tag, spelling, key). What two classes would share is nobody's: a wrong class
    merges strangers.
    """
    makers: dict[str, str] = {}
    for place, made in copies([row[1:] for row in keyed]):
        again, slug = made if made.isascii() else latin_key(made), keyed[place][0]
        if again not in listed and makers.setdefault(again, slug) != slug:
            makers[again] = ""
    return {key: slug for key, slug in makers.items() if slug}


def _classes() -> Iterator[NameClass]:
    for file, is_family in (("given.tsv", False), ("surnames.tsv", True)):
        for row in _rows(file):
            forms = tuple(
                (tag.strip(), form.strip())
                for group in row["forms"].split(";")
                for tag, _, spellings in [group.partition("=")]
                for form in spellings.split(",")
                if form.strip()
            )
            yield NameClass(row["class"], is_family, row["sex"], row["gloss"] or "", forms)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("rfl.matching") / "lexicon" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
