"""Pages of cases: the list, and one case with all that belongs to it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Actor, Permission, may
from rfl.persons import calendars
from rfl.persons.rules import PURPOSE_WORDS, RELATION_WORDS
from rfl.societies.names import country_names
from rfl.text import N_
from rfl.tracing import (
    act_views,
    bulk_views,
    change_views,
    member_views,
    opening_views,
    reading,
    rest_views,
    share_views,
    team_views,
    telling_views,
    time_line,
    work_views,
)
from rfl.tracing.blueprint import team, tracing, work
from rfl.tracing.dates import short_day
from rfl.tracing.delivery_rules import ESTABLISHES_WORDS, SATISFACTION_WORDS
from rfl.tracing.next_act import choices
from rfl.tracing.outcomes import FATE_WORDS, OUTCOME_WORDS, WHEREABOUTS_WORDS
from rfl.tracing.panels import Mark, Panel, parts_of
from rfl.tracing.queries import Order, RequestFilter
from rfl.tracing.rules import (
    FAMILY_WAITS,
    IN_HAND,
    NEWS_DUE_DAYS,
    STATE_WORDS,
    CaseState,
)
from rfl.tracing.track import stops
from rfl.tracing.words import BASIS_WORDS, CAUSE_WORDS
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

blueprints = (tracing, work, team)
rooms = (
    act_views,
    bulk_views,
    change_views,
    member_views,
    opening_views,
    rest_views,
    share_views,
    team_views,
    telling_views,
    work_views,
)
"""Imported for the pages that they hang on the blueprints."""

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

OWNERS: Mapping[str, str] = {"": N_("Everybody’s"), "mine": N_("Mine"), "nobody": N_("Nobody’s")}
DUES: Mapping[str, str] = {
    "": N_("Whenever"),
    "review": N_("Review due"),
    "heard": N_("Family to be called"),
}


@tracing.get("/requests")
@requires(Permission.REQUEST_LIST)
def index() -> ResponseReturnValue:
    """List cases; filters and page stand in the address."""
    actor, chosen = current_actor(), _chosen()
    with transaction() as session:
        narrowed = _filter(actor, chosen)
        number = asked_page()
        found = reading.list_requests(
            session, actor, narrowed, limit=SIZE, offset=(number - 1) * SIZE
        )
        states = _states(chosen["state"])
        totals = {
            key: sum(found.counts.get(state, 0) for state in group or CaseState)
            for key, (_words, group) in STATE_CHIPS.items()
        }
        total = sum(found.counts.get(state, 0) for state in states or CaseState)
        return render_template(
            "tracing/index.html",
            found=found,
            page=Page(number, total),
            chosen=chosen,
            totals=totals,
            chips=STATE_CHIPS,
            owners=OWNERS,
            dues=DUES,
            state_words=STATE_WORDS,
            unheard=reading.unheard_days,
            due_days=NEWS_DUE_DAYS,
            in_hand=IN_HAND,
            waits=FAMILY_WAITS,
            may_write=may(actor, Permission.REQUEST_WRITE),
            tick_all=request.args.get("tick") == "all",
            is_narrowed=any(value not in ("", "all") for value in chosen.values()),
        )


@tracing.get("/requests/<uuid:request_id>")
@requires(Permission.REQUEST_READ)
def show(request_id: UUID) -> ResponseReturnValue:
    """Show one case; a volunteer sees what they took down, and no more."""
    actor = current_actor()
    with transaction() as session:
        if not reading.sees_whole(actor):
            return _show_taken(session, actor, request_id)
        case = reading.read(session, actor, request_id)
        panels, others = parts_of(session, actor, case.receipt, case.request)
        return render_template(
            "tracing/show.html",
            case=case,
            panels=panels,
            choices=choices(case, actor, others),
            marks=_marks(panels),
            heard=[*time_line.heard(case), *(row for panel in panels for row in panel.heard)],
            moments=time_line.moments(case),
            track=stops(case.request.state),
            deaths=case.deaths,
            may_write=may(actor, Permission.REQUEST_WRITE),
            may_decide=may(actor, Permission.REQUEST_DECIDE),
            **words(),
        )


def _show_taken(session: Session, actor: Actor, request_id: UUID) -> str:
    taken = reading.read_taken(session, actor, request_id)
    return render_template(
        "tracing/taken.html",
        taken=taken,
        case=taken.case,
        marks={},
        **words(),
    )


def words() -> dict[str, object]:
    """Return the words that the parts of a case's page are said in."""
    return {
        "state_words": STATE_WORDS,
        "relations": RELATION_WORDS,
        "purposes": PURPOSE_WORDS,
        "causes": CAUSE_WORDS,
        "bases": BASIS_WORDS,
        "fates": FATE_WORDS,
        "places": WHEREABOUTS_WORDS,
        "reasons": OUTCOME_WORDS,
        "contents": SATISFACTION_WORDS,
        "establishes": ESTABLISHES_WORDS,
        "countries": country_names(),
        "describe": calendars.describe,
        "short_day": short_day,
    }


def _marks(panels: Sequence[Panel]) -> dict[UUID, list[Mark]]:
    found: dict[UUID, list[Mark]] = {}
    for panel in panels:
        for sought_id, marks in panel.marks.items():
            found.setdefault(sought_id, []).extend(marks)
    return found


def _chosen() -> dict[str, str]:
    """Return the filters in the address; an unknown word counts as none."""
    known = {"state": STATE_CHIPS, "owner": OWNERS, "due": DUES}
    chosen = {
        name: value if (value := request.args.get(name, "")) in words else ""
        for name, words in known.items()
    }
    state = request.args.get("state", "")
    chosen["state"] = chosen["state"] or (state if state in set(CaseState) else "all")
    chosen["number"] = request.args.get("number", "").strip()[:30]
    return chosen


def _states(word: str) -> frozenset[CaseState]:
    """Return the states of a chip, or the one state of this word."""
    return STATE_CHIPS[word][1] if word in STATE_CHIPS else frozenset({CaseState(word)})


def _filter(actor: Actor, chosen: Mapping[str, str]) -> RequestFilter:
    now = clock.now()
    order = {"review": Order.REVIEW, "heard": Order.HEARD}.get(chosen["due"], Order.CHANGED)
    return RequestFilter(
        number=chosen["number"],
        states=_states(chosen["state"]),
        owner_id=actor.user_id if chosen["owner"] == "mine" else None,
        is_unowned=chosen["owner"] == "nobody",
        review_before=now if chosen["due"] == "review" else None,
        heard_before=now - timedelta(days=NEWS_DUE_DAYS) if chosen["due"] == "heard" else None,
        order=order,
    )
