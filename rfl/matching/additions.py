"""Names that an installation adds to the lexicon, and pairs that it holds apart. Pure: data in.

An addition says either that spellings are of one name, or that two names are not one. What clashes
with the lexicon is refused with the reason: a wrong class merges strangers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from rfl.errors import RuleBrokenError
from rfl.matching.classes import (
    LANGUAGE_WORDS,
    OWN,
    Lexicon,
    NameClass,
    generated,
    is_romanised,
    key_of,
    shipped,
)
from rfl.matching.script import words
from rfl.text import Text

LONGEST_FORM = 60
MOST_FORMS = 40
SHORTEST, LONGEST_WORDS = 2, 4
"""Letters of a spelling at the least, and its words at the most."""

BOTH = 2


class SpellingError(RuleBrokenError):
    """A spelling does not go, by itself or beside another; `form` is the one to look at."""

    def __init__(self, sentence: Text, form: str) -> None:
        super().__init__(sentence)
        self.form = form


class AdditionKind(StrEnum):
    """What an addition says."""

    ONE_NAME = "one_name"
    TWO_NAMES = "two_names"


@dataclass(frozen=True, slots=True)
class Addition:
    """One addition. `number` is its own; `forms` are those of NameClass, a tag may be ''."""

    number: int
    kind: AdditionKind
    is_family: bool
    forms: tuple[tuple[str, str], ...]
    why: str = ""
    """Of two names: the clause that explanations give."""


def forms_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the spellings that stand in `text`, one a line, each perhaps behind a language and =.

    `so=Cabdi` is a Somali spelling; `Cabdi` one of which nobody says whose.
    """
    parted = (line.rpartition("=") for line in text.splitlines() if line.strip())
    return tuple((tag.strip().lower(), form.strip()) for tag, _, form in parted)


def check(addition: Addition, names: Lexicon) -> None:
    """Return if `addition` can join `names`.

    Raises:
        RuleBrokenError: it is no name, says nothing new, or clashes; the sentence says with what.
            A SpellingError, where one spelling is at fault.

    """
    forms = [form for _, form in addition.forms]
    _check_forms(addition)
    if addition.kind is AdditionKind.TWO_NAMES:
        _check_apart(forms, names)
        return
    known = {form: classes_of(form, names) for form in forms}
    for one, other in combinations([form for form in forms if known[form]], 2):
        if not known[one] & known[other]:
            raise SpellingError(_clash(one, other, names), other)
    if all(known.values()):
        said = Text("The lexicon knows %(forms)s as one name already.", forms=", ".join(forms))
        raise SpellingError(said, forms[-1])


def enlarged(version: int, additions: Sequence[Addition], base: Lexicon | None = None) -> Lexicon:
    """Return `base` (else the lexicon as shipped) with `additions`, in order, as `version`.

    What no longer goes, since a later version ships other names, is left out with the reason.
    """
    base = base or shipped()
    names = _copied(base)
    own: set[str] = set()
    left_out: dict[int, Text] = {}
    for addition in additions:
        try:
            check(addition, names)
        except RuleBrokenError as error:
            left_out[addition.number] = error.sentence
            continue
        own.update(_join(addition, names))
    longest = max([base.longest, *(len(words(f)) for one in additions for _, f in one.forms)])
    return replace(
        names, longest=longest, version=version, own=frozenset(own), left_out=left_out, memory={}
    )


def classes_of(form: str, names: Lexicon) -> frozenset[str]:
    """Return the classes of which a spelling is one already."""
    return names.of("".join(words(form)))


def home_of(addition: Addition, names: Lexicon) -> str:
    """Return the class that an addition enlarges, or the slug of a new one."""
    known = [found for _, form in addition.forms if (found := classes_of(form, names))]
    shared = frozenset.intersection(*known) if known else frozenset[str]()
    fitting = [slug for slug in shared if names.classes[slug].is_family == addition.is_family]
    return min(fitting, default=f"{OWN}{addition.number}")


def _check_forms(addition: Addition) -> None:
    forms = [form for _, form in addition.forms]
    for tag, form in addition.forms:
        if tag and tag not in LANGUAGE_WORDS:
            raise SpellingError(
                Text(
                    "‘%(tag)s’ is no language that names are sorted by. Known are: %(known)s.",
                    tag=tag,
                    known=", ".join(sorted(LANGUAGE_WORDS)),
                ),
                form,
            )
        parts, key = words(form), key_of(form)
        is_short = len(key) < SHORTEST or len(parts) > LONGEST_WORDS or len(form) > LONGEST_FORM
        if is_short or any(letter.isdigit() for letter in key):
            said = Text(
                "‘%(form)s’ is not one name. Write it without figures and titles.", form=form
            )
            raise SpellingError(said, form)
    keys = {("".join(words(form))) for form in forms}
    if addition.kind is AdditionKind.TWO_NAMES and len(forms) != BOTH:
        raise RuleBrokenError("Give exactly two names that are not one.")
    if len(keys) < BOTH:
        said = Text("Give at least two spellings that differ.")
        raise SpellingError(said, forms[-1] if forms else "")
    if len(forms) > MOST_FORMS:
        raise RuleBrokenError(Text("Give at most %(most)d spellings at once.", most=MOST_FORMS))


def _check_apart(forms: Sequence[str], names: Lexicon) -> None:
    one, other = forms
    a, b = classes_of(one, names), classes_of(other, names)
    if a & b:
        said = Text(
            "The lexicon has ‘%(one)s’ and ‘%(other)s’ as spellings of one name (%(name)s).",
            one=one,
            other=other,
            name=_shown(min(a & b), names),
        )
        raise SpellingError(said, other)
    if names.conflict(a, b):
        said = Text("‘%(one)s’ and ‘%(other)s’ are held apart already.", one=one, other=other)
        raise SpellingError(said, other)
    if names.tied(a, b):
        said = Text(
            "The lexicon has ‘%(one)s’ and ‘%(other)s’ as variants of one name.",
            one=one,
            other=other,
        )
        raise SpellingError(said, other)


def _clash(one: str, other: str, names: Lexicon) -> Text:
    a, b = classes_of(one, names), classes_of(other, names)
    why = names.conflict(a, b)
    if why:
        return Text(
            "‘%(one)s’ and ‘%(other)s’ are held to be two names: %(why)s.",
            one=one,
            other=other,
            why=Text(why),
        )
    return Text(
        "This would make one name of two that the lexicon has: ‘%(one)s’ is a spelling of "
        "%(first)s, ‘%(other)s’ of %(second)s.",
        one=one,
        other=other,
        first=_shown(min(a), names),
        second=_shown(min(b), names),
    )


def _shown(slug: str, names: Lexicon) -> str:
    return names.classes[slug].forms[0][1]


def _copied(names: Lexicon) -> Lexicon:
    return replace(
        names,
        classes=dict(names.classes),
        by_key=dict(names.by_key),
        keys_of=dict(names.keys_of),
        by_word=dict(names.by_word),
        conflicts=dict(names.conflicts),
    )


def _join(addition: Addition, names: Lexicon) -> set[str]:
    """Put an addition into `names`, the caller's own; return the token keys that it concerns."""
    if addition.kind is AdditionKind.ONE_NAME:
        return _join_forms(home_of(addition, names), addition, addition.forms, names)
    touched: set[str] = set()
    sides = []
    for place, form in enumerate(addition.forms):
        known = classes_of(form[1], names)
        if not known:
            slug = f"{OWN}{addition.number}{'ab'[place]}"
            touched |= _join_forms(slug, addition, (form,), names)
            known = frozenset((slug,))
        sides.append(known)
    for one in sides[0]:
        for other in sides[1]:
            names.conflicts[frozenset((one, other))] = addition.why
    return touched | {key_of(form) for _, form in addition.forms}


def _join_forms(
    slug: str, addition: Addition, forms: tuple[tuple[str, str], ...], names: Lexicon
) -> set[str]:
    fresh = [(tag, form) for tag, form in forms if slug not in classes_of(form, names)]
    before = names.classes.get(slug) or NameClass(slug, addition.is_family, "u", "", ())
    names.classes[slug] = replace(before, forms=(*before.forms, *fresh))
    keys = set(_listed(slug, fresh, names))
    made = generated([(slug, tag, form, key_of(form)) for tag, form in fresh], names.by_key)
    keys |= {key for key, maker in made.items() if maker}
    for key in keys:
        names.by_key[key] = names.by_key.get(key, frozenset()) | {slug}
    names.keys_of[slug] = (*names.keys_of.get(slug, ()), *sorted(keys))
    return keys


def _listed(slug: str, forms: Sequence[tuple[str, str]], names: Lexicon) -> Iterator[str]:
    """Yield the token keys of spellings; a romanised one of another class's letters is a word."""
    for _, form in forms:
        key, word = key_of(form), "".join(words(form))
        if is_romanised(word):
            names.by_word[word] = names.of(word) | {slug}
            if key in names.by_key:
                continue  # another class has these letters in its own script
        yield key
