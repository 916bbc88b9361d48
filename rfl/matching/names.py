"""Names as evidence: from two lists of names to bits, a likeness and rows that explain it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2, prod

from rfl.matching.align import Aligned, Alignment, align, align_many, align_pairs
from rfl.matching.classes import LANGUAGE_WORDS, Home, by_lexicon, lexicon
from rfl.matching.reading import ReadToken, read
from rfl.matching.spelling import script_of
from rfl.matching.types import Evidence, Name, NameRole, Rarity, Reason
from rfl.text import N_, Text

GREATEST_BITS = 11.0
"""No single name tells more: even the rarest is borne by a cousin."""

LEAST_BITS = 0.4
DIFFERENT_BITS = -5.0
"""A contradicting name; people do change names on the way, but seldom."""

CONFLICT_BITS = -6.0
FAMILY_DIFFERENT_BITS = -4.0
MISSING_BITS = -0.35
"""A token that one side does not state: short forms of a name are usual."""

DOUBTED = 0.88
"""Below this likeness of a pair doubt grows faster: Castro and Castillo share most letters.
Measured on judged pairs of names, in two halves."""

INITIAL_WEIGHT, INITIAL_CREDIT = 0.4, 0.85
"""What a fitting initial weighs in the likeness, and how much of that it earns."""

APART_WEIGHT = 1.2
CREDIT_APART = 0.4
"""What a contradicting pair weighs in the likeness, and how much of its likeness counts."""

AGAINST = 0.5
"""What a full contradiction leaves of the likeness of all the rest: one other generation is another
person, however much else agrees."""

MISSING_WEIGHT = 0.28
MISSED_BITS = 7.0
"""A token as rare as this, or rarer, weighs the whole of MISSING_WEIGHT where one side lacks it."""


SHARED_PEOPLE = 0.85
"""Of the bits of each further token: given and family names of one people go together."""

UNTOLD = Text("%(why)s.", why="")

COMMON = 0.01
"""From this share of people on, a name is called common in an explanation."""

RARER = 0.25
"""Places by which a language stands behind the one named before it in LANGUAGE_WORDS: Mohammed is
called a French spelling rather than a German one, though it is the first of the Germans."""


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """What two people's names say together."""

    likeness: float
    bits: float
    rows: tuple[Evidence, ...]


@by_lexicon(maxsize=65_536)
def bearer_keys(token: ReadToken) -> tuple[str, ...]:
    """Return the token keys that count as this name: its own and those of its classes."""
    keys_of = lexicon().keys_of
    return tuple({token.key, *(key for slug in token.classes for key in keys_of.get(slug, ()))})


def weighed(a: Name, b: Name, rarity: Rarity) -> NameVerdict | None:
    """Compare two names without a word why in the rows; None where one of them says nothing."""
    return _compare(a, b, rarity, tell=_nothing) if read(a) and read(b) else None


def compare_name_lists(a: Sequence[Name], b: Sequence[Name], rarity: Rarity) -> NameVerdict | None:
    """Compare every name of one person with every name of the other; the best pair decides.

    Where there is more than one pair, a first row that weighs nothing says which it was.
    """
    pairs = [(one, other) for one in a for other in b if read(one) and read(other)]
    verdicts = [_compare(one, other, rarity) for one, other in pairs]
    if len(verdicts) < 2:  # noqa: PLR2004  # nothing to choose
        return next(iter(verdicts), None)
    best = max(range(len(pairs)), key=lambda n: (verdicts[n].bits, verdicts[n].likeness))
    chosen = verdicts[best]
    return replace(chosen, rows=(_choice_row(*pairs[best]), *chosen.rows))


def _choice_row(one: Name, other: Name) -> Evidence:
    because = Text("There are several names to compare. These two fit best, so they count.")
    return Evidence("name", one.text, other.text, Reason.NOT_STATED, 0.0, because)


def likenesses(one: Name, others: Sequence[Name], rarity: Rarity) -> list[float]:
    """Return how alike a name and each of `others` are, 0 to 1, without a word why.

    Every name has a token at least.
    """
    distinct: dict[tuple[ReadToken, ...], int] = {}  # of many people some bear the same name
    places = [distinct.setdefault(read(other), len(distinct)) for other in others]
    borne = _borne_by(rarity)
    near = [_likeness(told, borne) for told in align_many(read(one), list(distinct))]
    return [near[place] for place in places]


def likenesses_of_pairs(pairs: Sequence[tuple[Name, Name]], rarity: Rarity) -> list[float]:
    """Return how alike the names of each pair are, 0 to 1, without a word why; 0 of no token."""
    tokens = [(read(one), read(other)) for one, other in pairs]
    borne = _borne_by(rarity)
    found = iter(align_pairs([pair for pair in tokens if all(pair)]))
    return [_likeness(next(found), borne) if all(pair) else 0.0 for pair in tokens]


def _compare(a: Name, b: Name, rarity: Rarity, tell: "Teller | None" = None) -> NameVerdict:
    found, borne = align(read(a), read(b)), _borne_by(rarity)
    rows = [_pair_row(pair, borne, tell or _because) for pair in found.pairs]
    rows += [_apart_row(pair) for pair in found.apart]
    rows = _discounted(_labelled(found, rows))
    if len(found.left_a) or len(found.left_b):
        rows.append(_missing_row(found))
    return NameVerdict(_likeness(found, borne), sum(row.bits for row in rows), tuple(rows))


def _likeness(found: Alignment, borne: "Borne") -> float:
    """Return 0 to 1: pairs weighed by rarity, contradictions and missing tokens against."""
    total = got = 0.0
    for pair in found.pairs:
        weight, credit = _weighed(pair, borne)
        total += weight
        got += weight * credit
    for pair in found.apart:
        total += APART_WEIGHT
        got += APART_WEIGHT * CREDIT_APART * pair.likeness
    total += sum(_missed(token, borne) for token in (*found.left_a, *found.left_b))
    against = prod(AGAINST + (1 - AGAINST) * pair.likeness**2 for pair in found.apart)
    return got / total * against if total else 0.0


def _weighed(pair: Aligned, borne: "Borne") -> tuple[float, float]:
    """Return what a pair weighs in the likeness, and how much of that it earns."""
    if pair.match.reason is Reason.INITIAL:
        return INITIAL_WEIGHT, INITIAL_CREDIT
    near = pair.likeness if pair.likeness >= DOUBTED else pair.likeness**2 / DOUBTED
    return 1.0 + 0.08 * _bits_of(_share(pair, borne)), near


def _missed(token: ReadToken, borne: "Borne") -> float:
    """Return what a token that one side does not state weighs: Mohamed before a name hardly."""
    return MISSING_WEIGHT * min(1.0, _bits_of(borne(token)) / MISSED_BITS)


Borne = Callable[[ReadToken], float]
"""The share of people who bear a name."""


def _borne_by(rarity: Rarity) -> Borne:
    """Return what says how common a name is, each looked up once."""
    known: dict[ReadToken, float] = {}

    def borne(token: ReadToken) -> float:
        share = known.get(token)
        if share is None:
            share = known[token] = rarity.frequency(bearer_keys(token))
        return share

    return borne


def _share(pair: Aligned, borne: Borne) -> float:
    return max(borne(pair.a), borne(pair.b))


def _bits_of(share: float) -> float:
    return max(LEAST_BITS, min(GREATEST_BITS, -log2(max(share, 1e-6))))


def _pair_row(pair: Aligned, borne: Borne, tell: "Teller") -> Evidence:
    share = _share(pair, borne)
    return Evidence(
        kind=_kind(pair),
        a=pair.a.text,
        b=pair.b.text,
        reason=pair.match.reason,
        bits=_bits_of(share) * _trust(pair),
        because=tell(pair, share),
    )


def _trust(pair: Aligned) -> float:
    """Return how much of a name's worth a likeness below 1 leaves; 0 at the least that pairs."""
    if pair.match.reason is Reason.INITIAL:
        return 0.25
    return max(0.0, min(1.0, (pair.likeness - 0.55) / 0.42))


def _apart_row(pair: Aligned) -> Evidence:
    is_conflict = pair.match.reason is Reason.CONFLICT
    near = min(1.0, pair.likeness / 0.6)
    bits = CONFLICT_BITS if is_conflict else DIFFERENT_BITS * (1 - 0.6 * near**3)
    because = Text("%(a)s and %(b)s are two names.", a=pair.a.text, b=pair.b.text)
    if is_conflict:
        because = Text("%(why)s.", why=Text(pair.match.conflict)).unless(because)
    reason = Reason.CONFLICT if is_conflict else Reason.DIFFERENT
    return Evidence(_kind(pair), pair.a.text, pair.b.text, reason, bits, because)


def _missing_row(found: Alignment) -> Evidence:
    left = (*found.left_a, *found.left_b)
    return Evidence(
        kind="name_rest",
        a=" ".join(token.text for token in found.left_a),
        b=" ".join(token.text for token in found.left_b),
        reason=Reason.MISSING,
        bits=MISSING_BITS * len(left),
        because=Text("One side gives more of the name than the other. That is usual."),
    )


ROLE_KINDS = {
    NameRole.GIVEN: "given_name",
    NameRole.FAMILY: "family_name",
    NameRole.FATHER: "father_name",
    NameRole.GRANDFATHER: "grandfather_name",
    NameRole.NICKNAME: "nickname",
}


def _kind(pair: Aligned) -> str:
    """Return the kind that either side states, the same whichever side is asked; '' if none."""
    stated = {pair.a.role, pair.b.role}
    return next((kind for role, kind in ROLE_KINDS.items() if role in stated), "")


def _labelled(found: Alignment, rows: list[Evidence]) -> list[Evidence]:
    """Name undivided parts: what the lexicon knows as a family name, else first and last."""
    pairs = (*found.pairs, *found.apart)
    last = len(rows) - 1
    named = [
        replace(row, kind=row.kind or _guess(pair, is_last=0 < place == last))
        for place, (pair, row) in enumerate(zip(pairs, rows, strict=True))
    ]
    return sorted(named, key=lambda row: row.kind != "given_name")


def _guess(pair: Aligned, *, is_last: bool) -> str:
    known = lexicon().classes
    slugs = pair.a.classes | pair.b.classes
    if slugs and all(slug in known and known[slug].is_family for slug in slugs):
        return "family_name"
    if slugs:
        return "father_name" if is_last else "given_name"
    return "family_name" if is_last else "given_name"


def _discounted(rows: list[Evidence]) -> list[Evidence]:
    """Lower what names add beyond the weightiest: names of one people go together."""
    supporting = sorted((row for row in rows if row.bits > 0), key=lambda row: -row.bits)
    factor = {id(row): SHARED_PEOPLE ** min(place, 3) for place, row in enumerate(supporting)}
    return [replace(row, bits=_capped(row) * factor.get(id(row), 1.0)) for row in rows]


def _capped(row: Evidence) -> float:
    if row.kind == "family_name" and row.bits < 0:
        return max(row.bits, FAMILY_DIFFERENT_BITS)
    return row.bits


Teller = Callable[[Aligned, float], Text]
"""Says why two parts of names answer each other, borne by that share of people."""


def _nothing(_pair: Aligned, _share: float) -> Text:
    return UNTOLD


def _because(pair: Aligned, share: float) -> Text:
    sentence = _sentence(pair)
    if share < COMMON:
        return sentence
    return Text("%(why)s It is common here, so it weighs less.", why=sentence)


def _sentence(pair: Aligned) -> Text:
    reason = pair.match.reason
    if reason is Reason.EXACT:
        return _exact_sentence(pair)
    if reason is Reason.CLASS:
        return _class_sentence(pair)
    if reason is Reason.NICKNAME:
        return _tied_sentence(pair)
    if reason is Reason.INITIAL:
        return Text("Only a first letter is given, and it fits.")
    return _slip_sentence(pair) if pair.match.meant else _sound_sentence(pair)


def _sound_sentence(pair: Aligned) -> Text:
    a, b = pair.a.text, pair.b.text
    if pair.match.reason is Reason.SOUND:
        return Text("%(a)s and %(b)s sound the same.", a=a, b=b)
    return Text("%(a)s and %(b)s sound alike.", a=a, b=b)


def _slip_sentence(pair: Aligned) -> Text:
    slipped, name = (pair.b, pair.a) if pair.a.classes else (pair.a, pair.b)
    return Text(
        "%(a)s may be a slip of the pen for %(meant)s, which is one name with %(b)s.",
        a=slipped.text,
        b=name.text,
        meant=pair.match.meant.capitalize(),
    )


def _exact_sentence(pair: Aligned) -> Text:
    a, b = pair.a.text, pair.b.text
    if a == b:
        return Text("Both are written %(a)s.", a=a)
    if pair.a.words == pair.b.words:
        return Text("%(a)s and %(b)s differ only by letters that stand for one another.", a=a, b=b)
    if script_of(pair.a.words[0]) == script_of(pair.b.words[0]):
        return Text("%(a)s and %(b)s differ only by accents, spaces or hyphens.", a=a, b=b)
    return Text("%(a)s and %(b)s say the same letter by letter, in two scripts.", a=a, b=b)


def _tied_sentence(pair: Aligned) -> Text:
    a, b = pair.a.text, pair.b.text
    short, note = lexicon().tie(pair.a.classes, pair.b.classes)
    if not note:
        brief, whole = sorted((a, b), key=len)
        return Text("%(brief)s is made of the beginning of %(whole)s.", brief=brief, whole=whole)
    if note == "short form":
        brief, whole = (a, b) if short in pair.a.classes else (b, a)
        return Text("%(brief)s is a short form of %(whole)s.", brief=brief, whole=whole)
    if note == "variant":
        return Text("%(a)s and %(b)s are one name as two languages or regions say it.", a=a, b=b)
    return Text("%(a)s and %(b)s are two names that are often written alike.", a=a, b=b)


def _class_sentence(pair: Aligned) -> Text:
    names = lexicon()
    slug = min(pair.a.classes & pair.b.classes)
    gloss = names.classes[slug].gloss
    mine, theirs = (names.languages(slug, token.text) for token in (pair.a, pair.b))
    one, other = _two_languages(mine, theirs)
    both = _one_language(pair, mine, theirs)
    if both:
        said = Text(
            N_("%(a)s and %(b)s are one %(language)s name in two scripts"),
            a=pair.a.text,
            b=pair.b.text,
            language=Text(LANGUAGE_WORDS[both]),
        )
    elif one:
        said = Text(
            N_("%(a)s is the %(one)s, %(b)s the %(other)s spelling of one name"),
            a=pair.a.text,
            b=pair.b.text,
            one=Text(LANGUAGE_WORDS[one]),
            other=Text(LANGUAGE_WORDS[other]),
        )
    else:
        said = Text(N_("%(a)s and %(b)s are spellings of one name"), a=pair.a.text, b=pair.b.text)
    plain = Text("%(said)s.", said=said)
    if gloss:
        return Text("%(said)s: %(gloss)s.", said=said, gloss=Text(gloss)).unless(plain)
    return plain


def _one_language(pair: Aligned, mine: Mapping[str, Home], theirs: Mapping[str, Home]) -> str:
    """Return the language in which a name is written both ways, in two scripts, or ''."""
    if script_of(pair.a.words[0]) == script_of(pair.b.words[0]):
        return ""
    shared = (tag for tag in LANGUAGE_WORDS if tag in mine and tag in theirs)
    return next((tag for tag in shared if not (mine[tag].is_other or theirs[tag].is_other)), "")


def _two_languages(mine: Mapping[str, Home], theirs: Mapping[str, Home]) -> tuple[str, str]:
    """Return the two languages in which the two spellings are most at home, or two empty words."""
    order = {tag: place for place, tag in enumerate(LANGUAGE_WORDS)}
    pairs = [
        (
            mine[one].is_other + theirs[other].is_other,
            mine[one].place + theirs[other].place + RARER * (order[one] + order[other]),
            order[one],
            (one, other),
        )
        for one in mine
        for other in theirs
        if one != other and one in order and other in order
    ]
    return min(pairs)[-1] if pairs else ("", "")
