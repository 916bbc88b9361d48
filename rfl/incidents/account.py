"""What is known of one person on board, in steps and words: a probable account. Pure.

It says what was said, by how many who do not repeat each other, and what contradicts what. It never
says that somebody is dead: where witnesses saw somebody dead, or an authority identified a body, it
says that they say so. Two who heard it from one are one source, and one witness heard twice is one.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rfl.persons.rules import SourceKind
from rfl.text import N_, Counted, Text


class Seen(StrEnum):
    """What somebody tells of a person on board, in the order in which it can happen."""

    ABOARD = "aboard"
    ALIVE = "alive"
    IN_DANGER = "in_danger"
    SEEN_DEAD = "seen_dead"
    ARRIVED = "arrived"
    BODY = "body"


SEEN_WORDS: Mapping[Seen, str] = {
    Seen.ABOARD: N_("was on board when it left"),
    Seen.ALIVE: N_("was seen alive on the way"),
    Seen.IN_DANGER: N_("was last seen in danger: in the water, carried off, left behind"),
    Seen.SEEN_DEAD: N_("was seen dead"),
    Seen.ARRIVED: N_("was seen after arrival or rescue"),
    Seen.BODY: N_("a body was found and said to be theirs"),
}

STEP_WORDS: Mapping[Seen, Counted] = {
    Seen.ABOARD: Counted(
        "On board when it left: said by %(num)d source",
        "On board when it left: said by %(num)d sources",
    ),
    Seen.ALIVE: Counted(
        "Seen alive on the way: said by %(num)d source",
        "Seen alive on the way: said by %(num)d sources",
    ),
    Seen.IN_DANGER: Counted(
        "Last seen in danger: said by %(num)d source",
        "Last seen in danger: said by %(num)d sources",
    ),
    Seen.SEEN_DEAD: Counted(
        "Seen dead: said by %(num)d source",
        "Seen dead: said by %(num)d sources",
    ),
    Seen.ARRIVED: Counted(
        "Seen after arrival or rescue: said by %(num)d source",
        "Seen after arrival or rescue: said by %(num)d sources",
    ),
    Seen.BODY: Counted(
        "A body was found and said to be theirs: by %(num)d source",
        "A body was found and said to be theirs: by %(num)d sources",
    ),
}

HEARD_WORDS: Mapping[Seen, str] = {
    Seen.ABOARD: N_("On board when it left: only heard of"),
    Seen.ALIVE: N_("Seen alive on the way: only heard of"),
    Seen.IN_DANGER: N_("Last seen in danger: only heard of"),
    Seen.SEEN_DEAD: N_("Seen dead: only heard of"),
    Seen.ARRIVED: N_("Seen after arrival or rescue: only heard of"),
    Seen.BODY: N_("A body was found and said to be theirs: only heard of"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing said of a person. `witness`: who said it; two things by one are one source."""

    seen: Seen
    witness: Hashable
    is_hearsay: bool = False
    source: SourceKind = SourceKind.SURVIVOR


class Standing(StrEnum):
    """Where the account of a person leads, as far as it goes."""

    NOTHING = "nothing"
    ABOARD = "aboard"
    ALIVE = "alive"
    IN_DANGER = "in_danger"
    SAID_DEAD = "said_dead"
    BODY_NAMED = "body_named"
    ARRIVED = "arrived"
    CONTRADICTED = "contradicted"


STANDING_WORDS: Mapping[Standing, str] = {
    Standing.NOTHING: N_("No source speaks of them yet"),
    Standing.ABOARD: N_("Said to have been on board; nothing is known of after"),
    Standing.ALIVE: N_("Last seen alive; nothing is known of after"),
    Standing.IN_DANGER: N_("Last seen in danger; nothing is known of after"),
    Standing.SAID_DEAD: N_("Witnesses say that they saw them dead"),
    Standing.BODY_NAMED: N_("An authority says that a body is theirs"),
    Standing.ARRIVED: N_("Said to have arrived or been rescued"),
    Standing.CONTRADICTED: N_("The sources contradict each other"),
}

ENDS: Mapping[Seen, Standing] = {
    Seen.ABOARD: Standing.ABOARD,
    Seen.ALIVE: Standing.ALIVE,
    Seen.IN_DANGER: Standing.IN_DANGER,
    Seen.SEEN_DEAD: Standing.SAID_DEAD,
    Seen.ARRIVED: Standing.ARRIVED,
}
AGAINST = frozenset({Seen.SEEN_DEAD, Seen.BODY})
"""What cannot be true of somebody who arrived, or was not true then."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step of an account: what was said, by how many independent sources; 0: only heard of."""

    seen: Seen
    sources: int

    @property
    def words(self) -> Text:
        """Return the step as a sentence."""
        if not self.sources:
            return Text(HEARD_WORDS[self.seen])
        return Text(STEP_WORDS[self.seen], num=self.sources)


@dataclass(frozen=True, slots=True)
class Account:
    """The probable account of one person."""

    standing: Standing
    steps: Sequence[Told] = ()
    is_single: bool = False
    """Whether all of it rests on one source."""


def account(evidence: Collection[Evidence]) -> Account:
    """Return what is probably so, from all that was said of one person.

    What was only heard of counts for no source of its own, and decides only where nobody saw
    anything.
    """
    steps = [Told(seen, _sources(evidence, seen)) for seen in Seen if _of(evidence, seen)]
    witnesses = {one.witness for one in evidence}
    return Account(_standing(evidence), steps, is_single=len(witnesses) == 1)


def _of(evidence: Collection[Evidence], seen: Seen) -> list[Evidence]:
    return [one for one in evidence if one.seen is seen]


def _sources(evidence: Collection[Evidence], seen: Seen) -> int:
    return len({one.witness for one in _of(evidence, seen) if not one.is_hearsay})


def _standing(evidence: Collection[Evidence]) -> Standing:
    if not evidence:
        return Standing.NOTHING
    saw = {one.seen for one in evidence if not one.is_hearsay}
    told = saw or {one.seen for one in evidence}
    if Seen.ARRIVED in told and told & AGAINST:
        return Standing.CONTRADICTED
    if any(one.source is SourceKind.AUTHORITY for one in _of(evidence, Seen.BODY)):
        return Standing.BODY_NAMED
    last = [seen for seen in Seen if seen in told and seen in ENDS]
    return ENDS[last[-1]] if last else Standing.SAID_DEAD
