"""What a list of cases is narrowed to: words for the address, words for people, conditions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, visible
from rfl.lists.kept import Listing
from rfl.lists.rules import OWNERS, ListName
from rfl.text import N_, Text
from rfl.tracing import queries
from rfl.tracing.queries import Order, RequestFilter
from rfl.tracing.rules import NEWS_DUE_DAYS, STATE_WORDS, CaseState

_S = CaseState
STATE_CHIPS: Mapping[str, tuple[str, frozenset[CaseState]]] = {
    "all": (N_("All"), frozenset()),
    "to_finish": (N_("To finish"), frozenset({_S.DRAFT, _S.RETURNED})),
    "to_decide": (N_("To decide"), frozenset({_S.SUBMITTED, _S.CLOSURE_REQUESTED})),
    "searching": (N_("Searching"), frozenset({_S.ACCEPTED, _S.ACTIVE, _S.REOPENED})),
    "partner": (N_("With a partner"), frozenset({_S.WITH_PARTNER})),
    "family": (N_("With the family"), frozenset({_S.AWAITING_ENQUIRER})),
    "found": (N_("Located"), frozenset({_S.LOCATED, _S.VERIFIED, _S.DELIVERED})),
    "ended": (N_("Ended"), frozenset({_S.CLOSED, _S.INELIGIBLE, _S.ARCHIVED, _S.ANONYMISED})),
}
"""The chips over the list: a word for the address, a word for people, and the states."""

DUES: Mapping[str, str] = {
    "": N_("Whenever"),
    "review": N_("Review due"),
    "heard": N_("Family to be called"),
}


def chosen_of(args: Mapping[str, str]) -> dict[str, str]:
    """Return the filters of an address; an unknown word counts as none."""
    known = {"state": STATE_CHIPS, "owner": OWNERS, "due": DUES}
    chosen = {
        name: value if (value := args.get(name, "")) in words else ""
        for name, words in known.items()
    }
    state = args.get("state", "")
    chosen["state"] = chosen["state"] or (state if state in set(CaseState) else "all")
    chosen["number"] = args.get("number", "").strip()[:30]
    return chosen


def chip_words(word: str) -> dict[str, str]:
    """Return the chips over the list; one state that is shown alone has its own beside them."""
    found = {key: words for key, (words, _states) in STATE_CHIPS.items()}
    return found if word in found else {**found, word: STATE_WORDS[CaseState(word)]}


def states_of(word: str) -> frozenset[CaseState]:
    """Return the states of a chip, or the one state of this word."""
    return STATE_CHIPS[word][1] if word in STATE_CHIPS else frozenset({CaseState(word)})


def filter_of(actor: Actor, chosen: Mapping[str, str]) -> RequestFilter:
    """Return the condition of chosen filters, for this reader and now."""
    now = clock.now()
    order = {"review": Order.REVIEW, "heard": Order.HEARD}.get(chosen["due"], Order.CHANGED)
    return RequestFilter(
        number=chosen["number"],
        states=states_of(chosen["state"]),
        owner_id=actor.user_id if chosen["owner"] == "mine" else None,
        is_unowned=chosen["owner"] == "nobody",
        review_before=now if chosen["due"] == "review" else None,
        heard_before=now - timedelta(days=NEWS_DUE_DAYS) if chosen["due"] == "heard" else None,
        order=order,
    )


def words_of(chosen: Mapping[str, str]) -> list[Text]:
    """Return the words of the filters that narrow anything; none of a number typed."""
    found = []
    if chosen["state"] != "all":
        state = chosen["state"]
        found.append(
            STATE_CHIPS[state][0] if state in STATE_CHIPS else STATE_WORDS[CaseState(state)]
        )
    if chosen["owner"]:
        found.append(OWNERS[chosen["owner"]])
    if chosen["due"]:
        found.append(DUES[chosen["due"]])
    return [Text(words) for words in found]


def _count(session: Session, actor: Actor, views: Sequence[Mapping[str, str]]) -> list[int]:
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    return queries.count_each(session, scope, [filter_of(actor, one) for one in views])


CASES = Listing(
    name=ListName.CASES,
    lists=Permission.REQUEST_LIST,
    keys=("state", "owner", "due"),
    read=chosen_of,
    say=words_of,
    count=_count,
)
"""The list of cases, as its views are kept."""
