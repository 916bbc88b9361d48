"""Pages of child files: the list, opening one, and one with all that belongs to it."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, Sensitivity, may
from rfl.children import (
    after_views,
    desk_views,
    determination_views,
    opening,
    people_views,
    reading,
    side_views,
    time_line,
    write_views,
)
from rfl.children.blueprint import children, overseen
from rfl.children.files import PURPOSE
from rfl.children.forms import OpenForm
from rfl.children.late import VISIT_DUE_DAYS, is_visited
from rfl.children.next_act import choices
from rfl.children.queries import ChildFilter
from rfl.children.rules import ACTS, STATE_WORDS, ChildState
from rfl.children.steps import stops
from rfl.children.tasks import SAYINGS
from rfl.children.words import (
    CARE_WORDS,
    FACTOR_WORDS,
    FIT_WORDS,
    GROUND_WORDS,
    RISK_WORDS,
    VERDICT_WORDS,
    WELLBEING_WORDS,
)
from rfl.errors import RuleBrokenError
from rfl.persons import service as persons
from rfl.persons.sealing import named_now
from rfl.text import N_
from rfl.tracing.dates import short_day
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

blueprints = (children, overseen)
rooms = (write_views, after_views, side_views, determination_views, people_views, desk_views)
"""Imported for the pages that they hang on the blueprints."""

_S = ChildState
CHIPS: Mapping[str, tuple[str, frozenset[ChildState]]] = {
    "all": (N_("All"), frozenset()),
    "care": (N_("Documentation and care"), frozenset({_S.IDENTIFIED, _S.DOCUMENTED})),
    "search": (N_("Looking for the family"), frozenset({_S.INTERIM_CARE, _S.TRACING})),
    "found": (
        N_("Verifying and deciding"),
        frozenset({_S.FAMILY_LOCATED, _S.RELATIONSHIP_VERIFIED, _S.BEST_INTEREST_DECIDED}),
    ),
    "after": (N_("Afterwards"), frozenset({_S.REUNIFIED, _S.NOT_IN_INTEREST, _S.FOLLOW_UP})),
    "closed": (N_("Closed"), frozenset({_S.CLOSED})),
}
"""The chips over the list: a word for the address, a word for people, and the states."""


@children.get("")
@requires(Permission.CHILD_LIST)
def index() -> ResponseReturnValue:
    """List the society's child files, by number; filters and page stand in the address."""
    actor = current_actor()
    state = request.args.get("state", "")
    state = state if state in CHIPS else "all"
    is_mine = request.args.get("owner", "") == "mine"
    narrowed = ChildFilter(
        number=request.args.get("number", "").strip()[:30],
        states=CHIPS[state][1],
        owner_id=actor.user_id if is_mine else None,
    )
    with transaction() as session:
        number = asked_page()
        found = reading.list_files(session, actor, narrowed, limit=SIZE, offset=(number - 1) * SIZE)
        totals = {
            key: sum(found.counts.get(one, 0) for one in group or ChildState)
            for key, (_words, group) in CHIPS.items()
        }
        return render_template(
            "children/index.html",
            found=found,
            page=Page(number, totals[state]),
            chosen={
                "state": state,
                "owner": "mine" if is_mine else "",
                "number": narrowed.number,
            },
            totals=totals,
            chips=CHIPS,
            state_words=STATE_WORDS,
            sayings=SAYINGS,
            due_days=VISIT_DUE_DAYS,
            is_visited=is_visited,
            is_narrowed=narrowed != ChildFilter(),
        )


@children.get("/new/<uuid:person_id>")
@requires(Permission.CHILD_WRITE)
def new(person_id: UUID) -> ResponseReturnValue:
    """Ask why a file is opened for this child."""
    return _open_page(person_id, OpenForm(formdata=None))


@children.post("/new/<uuid:person_id>")
@requires(Permission.CHILD_WRITE)
def create(person_id: UUID) -> ResponseReturnValue:
    """Open the file of a child."""
    form = OpenForm()
    if form.validate():
        try:
            with transaction() as session:
                row = opening.open_file(
                    session,
                    current_actor(),
                    person_id,
                    form.words.data or "",
                    says_so=bool(form.says_so.data),
                )
                child_id, number = row.id, row.number
            flash(
                _("Opened as %(number)s. All records of this child are restricted.", number=number)
            )
            return redirect(url_for("children.show", child_id=child_id), code=303)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)), "words")
    return _open_page(person_id, form), 422


@children.get("/<uuid:child_id>")
@requires(Permission.CHILD_READ)
def show(child_id: UUID) -> ResponseReturnValue:
    """Show one file."""
    actor = current_actor()
    with transaction() as session:
        page = reading.read(session, actor, child_id)
        reached = {ACTS[one.row.act].target for one in page.entries if one.row.act is not None}
        return render_template(
            "children/show.html",
            page=page,
            row=page.row,
            choices=choices(page, actor),
            stops=stops(page.row.state, page.standing, page.hands, reached),
            moments=time_line.moments(page),
            may_write=may(actor, Permission.CHILD_WRITE),
            days_unseen=reading.days_unseen(page.row),
            due_days=VISIT_DUE_DAYS,
            is_visited=is_visited(page.row.state),
            short_day=short_day,
            named=_named(session, page),
            **words(),
        )


def _named(session: Session, page: reading.ChildPage) -> list[str]:
    """Return the names of those for whom a file is sealed; none where it is not."""
    if page.row.sensitivity is not Sensitivity.SEALED:
        return []
    return named_now(session, page.receipt, page.row.id)


def words() -> dict[str, object]:
    """Return the words that the parts of a file's page are said in."""
    return {
        "state_words": STATE_WORDS,
        "cares": CARE_WORDS,
        "grounds": GROUND_WORDS,
        "risks": RISK_WORDS,
        "factors": FACTOR_WORDS,
        "verdicts": VERDICT_WORDS,
        "wellbeings": WELLBEING_WORDS,
        "fits": FIT_WORDS,
    }


def _open_page(person_id: UUID, form: OpenForm) -> str:
    with transaction() as session:
        actor = current_actor()
        person, document, _receipt = persons.read_person(session, actor, person_id, PURPOSE)
        return render_template(
            "children/new.html",
            form=form,
            person=person,
            document=document,
            is_child=opening.is_child(session, person.id, document),
        )
