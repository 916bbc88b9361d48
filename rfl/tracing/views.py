"""Pages of cases: the list, and one case with all that belongs to it."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Actor, Permission, may
from rfl.lists import kept
from rfl.lists.rules import OWNERS
from rfl.persons import calendars
from rfl.persons.rules import PURPOSE_WORDS, RELATION_WORDS
from rfl.societies.names import country_names
from rfl.tracing import (
    act_views,
    bulk_views,
    change_views,
    export_views,
    kept_view_views,
    member_views,
    opening_views,
    paper_views,
    print_views,
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
from rfl.tracing.narrowing import (
    CASES,
    DUES,
    STATE_CHIPS,
    chip_words,
    chosen_of,
    filter_of,
    states_of,
    words_of,
)
from rfl.tracing.next_act import choices
from rfl.tracing.outcomes import FATE_WORDS, OUTCOME_WORDS, WHEREABOUTS_WORDS
from rfl.tracing.panels import Mark, Panel, parts_of
from rfl.tracing.rules import (
    FAMILY_WAITS,
    IN_HAND,
    NEWS_DUE_DAYS,
    STATE_WORDS,
    CaseState,
)
from rfl.tracing.track import stops
from rfl.tracing.words import BASIS_WORDS, CAUSE_WORDS
from rfl.web.i18n import LANGUAGES, OWN_NAMES
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

blueprints = (tracing, work, team)
rooms = (
    act_views,
    bulk_views,
    change_views,
    export_views,
    kept_view_views,
    member_views,
    opening_views,
    paper_views,
    print_views,
    rest_views,
    share_views,
    team_views,
    telling_views,
    work_views,
)
"""Imported for the pages that they hang on the blueprints."""


@tracing.get("/requests")
@requires(Permission.REQUEST_LIST)
def index() -> ResponseReturnValue:
    """List cases; filters and page stand in the address."""
    actor, chosen = current_actor(), chosen_of(request.args)
    with transaction() as session:
        narrowed = filter_of(actor, chosen)
        number = asked_page()
        found = reading.list_requests(
            session, actor, narrowed, limit=SIZE, offset=(number - 1) * SIZE
        )
        states = states_of(chosen["state"])
        totals = {
            key: sum(found.counts.get(state, 0) for state in group or CaseState)
            for key, (_words, group) in STATE_CHIPS.items()
        }
        total = sum(found.counts.get(state, 0) for state in states or CaseState)
        totals.setdefault(chosen["state"], total)
        return render_template(
            "tracing/index.html",
            found=found,
            page=Page(number, total),
            chosen=chosen,
            totals=totals,
            chip_words=chip_words(chosen["state"]),
            owners=OWNERS,
            dues=DUES,
            state_words=STATE_WORDS,
            unheard=reading.unheard_days,
            due_days=NEWS_DUE_DAYS,
            in_hand=IN_HAND,
            waits=FAMILY_WAITS,
            may_write=may(actor, Permission.REQUEST_WRITE),
            may_share=may(actor, Permission.REQUEST_ASSIGN),
            kept=kept.views(session, actor, CASES),
            combined=words_of(chosen),
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
        found, others = parts_of(session, actor, case.receipt, case.request)
        panels = [panel.shown(case) for panel in found]
        return render_template(
            "tracing/show.html",
            case=case,
            panels=panels,
            choices=choices(case, actor, others),
            marks=_marks(panels),
            heard=[*time_line.heard(case), *(row for panel in panels for row in panel.heard)],
            moments=time_line.moments(case),
            line_shown=time_line.LINE_SHOWN,
            track=stops(case.request.state),
            deaths=case.deaths,
            may_write=may(actor, Permission.REQUEST_WRITE),
            may_decide=may(actor, Permission.REQUEST_DECIDE),
            tongues={code: OWN_NAMES[code] for code in LANGUAGES},
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
