"""What has to be right before and after a family is told: of a death above all. Pure.

A false word of a death cannot be taken back. So it takes an authority's paper, a second person who
agrees, and a talk in person that was prepared (DOMAIN: case states).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rfl.errors import RuleBrokenError, refuse_all
from rfl.text import N_
from rfl.tracing.rules import CaseState, Fate, OutcomeReason


class News(StrEnum):
    """What kind of news the family had from us."""

    NOTHING_YET = "nothing_yet"
    ALIVE = "alive"
    DEAD = "dead"
    UNCERTAIN = "uncertain"
    """A probable account: what witnesses saw, and nothing certain."""
    OTHER = "other"


class Support(StrEnum):
    """Psychosocial support (PSS), offered to those who were told."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LATER = "later"
    NOT_THERE = "not_there"


class Establishes(StrEnum):
    """Which kind of authority established a death. No society certifies one."""

    CIVIL_REGISTRY = "civil_registry"
    HOSPITAL = "hospital"
    COURT = "court"
    FORENSIC = "forensic"
    POLICE = "police"
    DETAINING = "detaining_authority"
    CONSULATE = "consulate"
    OTHER = "other_authority"


class Satisfaction(StrEnum):
    """What the family says of our help."""

    CONTENT = "content"
    PARTLY = "partly"
    NOT_CONTENT = "not_content"
    NOT_ASKED = "not_asked"


NEWS_WORDS: Mapping[News, str] = {
    News.NOTHING_YET: N_("We go on; there is no result yet"),
    News.ALIVE: N_("The person is alive"),
    News.DEAD: N_("The person has died"),
    News.UNCERTAIN: N_("What probably happened; nothing is certain"),
    News.OTHER: N_("Something else"),
}
SUPPORT_WORDS: Mapping[Support, str] = {
    Support.ACCEPTED: N_("Yes, and they want it"),
    Support.DECLINED: N_("Yes, and they do not want it"),
    Support.LATER: N_("Yes; ask them again later"),
    Support.NOT_THERE: N_("No: there is none within reach"),
}
ESTABLISHES_WORDS: Mapping[Establishes, str] = {
    Establishes.CIVIL_REGISTRY: N_("Civil registry: a death certificate"),
    Establishes.HOSPITAL: N_("Hospital or doctor"),
    Establishes.COURT: N_("Court"),
    Establishes.FORENSIC: N_("Forensic service: an identification"),
    Establishes.POLICE: N_("Police or coast guard"),
    Establishes.DETAINING: N_("Authority of a place of detention"),
    Establishes.CONSULATE: N_("Embassy or consulate"),
    Establishes.OTHER: N_("Another authority"),
}
SATISFACTION_WORDS: Mapping[Satisfaction, str] = {
    Satisfaction.CONTENT: N_("Content"),
    Satisfaction.PARTLY: N_("Content in part"),
    Satisfaction.NOT_CONTENT: N_("Not content"),
    Satisfaction.NOT_ASKED: N_("Not asked: they cannot be reached, or it is too early"),
}

RESULTS = frozenset({News.ALIVE, News.DEAD, News.UNCERTAIN})
"""News that a search ends with."""

IN_PERSON = frozenset({"at their home", "in our office"})
"""Ways of telling (forms.HOWS) in which somebody sits with the family."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What is known of one talk with the family."""

    news: News | None
    how: str
    beside: str
    """Who was with them; not who told them."""
    from_afar: str
    """Why it was not in person."""
    support: Support | None
    support_words: str
    is_prepared: bool
    """Whether the sheet for the conversation was gone through before."""


def check_talk(talk: Talk, *, is_result: bool, is_established: bool) -> None:
    """Return if a family may be told so. `is_established`: by an authority and two of us.

    Raises:
        RuleBrokenError: the sentence says what is missing.

    """
    if is_result and talk.news not in {None, *RESULTS}:
        raise RuleBrokenError("A result is that the person is alive, has died, or probably has.")
    if talk.support is Support.NOT_THERE and not talk.support_words.strip():
        raise RuleBrokenError("There is no support within reach: write down what was done instead.")
    if talk.news is News.DEAD:
        _check_death_talk(talk, is_established=is_established)


def _check_death_talk(talk: Talk, *, is_established: bool) -> None:
    if not is_established:
        raise RuleBrokenError(
            "Nobody tells a family of a death before an authority’s paper was written down and a "
            "second person has agreed. Write the paper down first."
        )
    refuse_all(
        (
            (
                not talk.beside.strip(),
                "beside",
                N_("Write down who was with them, or that nobody could be, and why."),
            ),
            (talk.support is None, "support", N_("Say whether psychosocial support was offered.")),
            (
                not talk.is_prepared,
                "is_prepared",
                N_("Go through the sheet for the conversation before the talk."),
            ),
            (
                talk.how not in IN_PERSON and not talk.from_afar.strip(),
                "from_afar",
                N_("A death is told in person. Write down why that was not possible."),
            ),
        )
    )


def check_source(
    *, authority: str, paper: str, paper_day: date | None, identity: str, today: date
) -> None:
    """Return if an authority's word on a death is whole enough for a second person to decide on.

    Raises:
        RuleBrokenError: the authority, its paper, its day, or how it was known that it is them.

    """
    refuse_all(
        (
            (
                not authority.strip(),
                "authority",
                N_("Name the authority. No society certifies a death."),
            ),
            (not paper.strip(), "paper", N_("Write down which paper it is, with its number.")),
            (
                paper_day is None or paper_day > today,
                "paper_day",
                N_("Write down the day of the paper; it lies not in the future."),
            ),
            (
                not identity.strip(),
                "identity",
                N_("Write down how it is known that it is this person."),
            ),
        )
    )


def check_end(fate: Fate, reason: OutcomeReason, *, is_established: bool, is_told: bool) -> None:
    """Return if a case may end with this fate, as far as a death goes.

    Raises:
        RuleBrokenError: a death that is not established, or that nobody told the family.

    """
    if fate is Fate.DEAD and not is_established:
        raise RuleBrokenError(
            "A death needs an authority’s paper and a second person who agrees. Write the paper "
            "down on the page of the case, or choose the fate ‘not known’."
        )
    if reason is OutcomeReason.DEATH_CONFIRMED and not is_told:
        raise RuleBrokenError(
            "The family was not told of the death. Tell them first; if they cannot be reached, "
            "that is the reason to choose."
        )


def check_aftercare(
    state: CaseState, satisfaction: Satisfaction | None, words: str, *, complaint_told: bool
) -> None:
    """Return if enough was asked of a family that was told. `complaint_told`: how to complain.

    Raises:
        RuleBrokenError: they were not asked; not told how to complain; or why not content.

    """
    if state is CaseState.DELIVERED and satisfaction is None:
        raise RuleBrokenError("Say what the family says of our help, or why they were not asked.")
    if satisfaction in (None, Satisfaction.NOT_ASKED):
        return
    if not complaint_told:
        raise RuleBrokenError("Tell the family how to complain in confidence, and tick it.")
    if satisfaction is Satisfaction.NOT_CONTENT and not words.strip():
        raise RuleBrokenError("Write down in their words what was not good.")
