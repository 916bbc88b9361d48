"""How a case may end: which fate, which whereabouts and which reason go together. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text
from rfl.tracing.document import Ending, Outcome
from rfl.tracing.rules import Fate, OutcomeReason, Whereabouts

FATE_WORDS: Mapping[Fate, str] = {
    Fate.ALIVE: N_("alive"),
    Fate.DEAD: N_("dead"),
    Fate.UNKNOWN: N_("not known"),
}
WHEREABOUTS_WORDS: Mapping[Whereabouts, str] = {
    Whereabouts.KNOWN: N_("known"),
    Whereabouts.UNKNOWN: N_("not known"),
}
OUTCOME_WORDS: Mapping[OutcomeReason, str] = {
    OutcomeReason.CONTACT_RESTORED: N_("Contact restored"),
    OutcomeReason.REUNITED: N_("The family is together again"),
    OutcomeReason.ALIVE_MESSAGE_ONLY: N_("Alive; sent a message, and wants no more than that"),
    OutcomeReason.ALIVE_NO_CONTACT: N_("Alive; wants no contact"),
    OutcomeReason.DETAINED: N_("Detained"),
    OutcomeReason.DEATH_CONFIRMED: N_("Death confirmed"),
    OutcomeReason.PROBABLE_ACCOUNT: N_("Probable account of what happened"),
    OutcomeReason.NOT_LOCATED: N_("Not located; nothing more can be tried now"),
    OutcomeReason.ENQUIRER_NOT_REACHED: N_("The enquirer can no longer be reached"),
    OutcomeReason.WITHDRAWN: N_("The enquirer took the request back"),
    OutcomeReason.DUPLICATE: N_("There is another case for the same search"),
    OutcomeReason.TRANSFERRED: N_("Another society carries the case on"),
}

_F, _W, _R = Fate, Whereabouts, OutcomeReason
_ANY_FATE, _ANYWHERE = frozenset(Fate), frozenset(Whereabouts)
_ALIVE = frozenset({_F.ALIVE})
FITS: Mapping[OutcomeReason, tuple[frozenset[Fate], frozenset[Whereabouts]]] = {
    _R.CONTACT_RESTORED: (_ALIVE, _ANYWHERE),
    _R.REUNITED: (_ALIVE, frozenset({_W.KNOWN})),
    _R.ALIVE_MESSAGE_ONLY: (_ALIVE, _ANYWHERE),
    _R.ALIVE_NO_CONTACT: (_ALIVE, _ANYWHERE),
    _R.DETAINED: (_ALIVE, _ANYWHERE),
    _R.DEATH_CONFIRMED: (frozenset({_F.DEAD}), _ANYWHERE),
    _R.PROBABLE_ACCOUNT: (frozenset({_F.DEAD, _F.UNKNOWN}), _ANYWHERE),
    _R.NOT_LOCATED: (frozenset({_F.ALIVE, _F.UNKNOWN}), frozenset({_W.UNKNOWN})),
    _R.ENQUIRER_NOT_REACHED: (_ANY_FATE, _ANYWHERE),
    _R.WITHDRAWN: (_ANY_FATE, _ANYWHERE),
    _R.DUPLICATE: (_ANY_FATE, _ANYWHERE),
    _R.TRANSFERRED: (_ANY_FATE, _ANYWHERE),
}
"""Which fate and which whereabouts a reason goes with."""


def check_outcome(
    fate: Fate, whereabouts: Whereabouts, reason: OutcomeReason, *, authority: str
) -> None:
    """Return if a case may be closed with this outcome. `authority`: who established a death.

    Raises:
        RuleBrokenError: a death without an authority's source, or the three contradict each other.

    """
    fates, places = FITS[reason]
    if fate not in fates:
        raise RuleBrokenError(
            Text(
                "‘%(reason)s’ does not go with the fate ‘%(fate)s’. Choose again.",
                reason=Text(OUTCOME_WORDS[reason]),
                fate=Text(FATE_WORDS[fate]),
            )
        )
    if whereabouts not in places:
        raise RuleBrokenError(
            Text(
                "‘%(reason)s’ does not go with whereabouts ‘%(where)s’. Choose again.",
                reason=Text(OUTCOME_WORDS[reason]),
                where=Text(WHEREABOUTS_WORDS[whereabouts]),
            )
        )
    if fate is Fate.DEAD and not authority.strip():
        raise RuleBrokenError(
            "A death needs an authority’s source. Name it, or choose the fate ‘not known’."
        )


LEADS: tuple[OutcomeReason, ...] = (
    *(_R.REUNITED, _R.CONTACT_RESTORED, _R.ALIVE_MESSAGE_ONLY, _R.DETAINED, _R.ALIVE_NO_CONTACT),
    *(_R.DEATH_CONFIRMED, _R.PROBABLE_ACCOUNT, _R.NOT_LOCATED),
    *(_R.ENQUIRER_NOT_REACHED, _R.WITHDRAWN, _R.DUPLICATE, _R.TRANSFERRED),
)
"""Where several were sought, the case is told by the first of these that one of them ended with:
what was found, then what was not, then why the case is not carried on here."""

OF_OTHERS = frozenset({_R.ENQUIRER_NOT_REACHED, _R.WITHDRAWN, _R.DUPLICATE, _R.TRANSFERRED})
"""Reasons that tell of the enquirer or the case, and not of the person sought."""


def leading(endings: Iterable[Ending]) -> Ending:
    """Return the ending by which a case is told in one line."""
    return min(endings, key=lambda one: LEADS.index(one.reason))


def ending_of(outcome: Outcome, sought_id: UUID) -> Ending | None:
    """Return how the search for one person ended; None if nothing was written of them.

    What was written before people were told apart holds for everybody in the case.
    """
    if not outcome.each:
        triple = outcome.fate, outcome.whereabouts, outcome.reason
        return Ending(sought_id, *triple, authority=outcome.authority)
    return next((one for one in outcome.each if one.sought_id == sought_id), None)


def is_answered(ending: Ending) -> bool:
    """Tell whether it is known what became of a person, or where they are."""
    return ending.fate is not Fate.UNKNOWN or ending.whereabouts is Whereabouts.KNOWN


def in_words(ending: Ending) -> Text:
    """Return an ending in one sentence."""
    return Text(
        "%(reason)s. Fate: %(fate)s. Whereabouts: %(place)s.",
        reason=Text(OUTCOME_WORDS[ending.reason]),
        fate=Text(FATE_WORDS[ending.fate]),
        place=Text(WHEREABOUTS_WORDS[ending.whereabouts]),
    )
