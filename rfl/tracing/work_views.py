"""The page with which the day of officers and focal points begins."""

from datetime import date, datetime, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_translations
from markupsafe import Markup, escape

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Actor, Permission, may
from rfl.db.rounds import Reading, ask, together
from rfl.text import Text
from rfl.tracing import reading, resting, work_sources
from rfl.tracing.blueprint import work
from rfl.tracing.dates import week_day
from rfl.tracing.rules import STATE_WORDS, CaseState
from rfl.tracing.work import (
    KIND_ICONS,
    KIND_WORDS,
    PER_GROUP,
    Name,
    WorkItem,
    WorkKind,
    counts,
    open_desk,
    showing,
)
from rfl.web.i18n import held
from rfl.web.transaction import transaction

SHOWN = 12
"""Items on the first view; the rest is one press away."""


@work.get("/my-work")
@requires(Permission.WORK_LIST)
def my_work() -> ResponseReturnValue:
    """Show what to do next, in order."""
    actor, kind = current_actor(), _kind()
    with transaction() as session:
        receipt = open_desk(session, actor)
        whole = resting.find(session, actor)
        found = whole.now
        chosen = [one for one in found if kind in (None, one.pending.kind)]
        shown = chosen if request.args.get("all") == "1" else chosen[:SHOWN]
        items, aside, others, own = ask(
            session,
            together(
                showing(receipt, shown),
                showing(receipt, [found for found, _until in whole.aside]),
                work_sources.with_others(actor, receipt),
                _own_cases(actor),
            ),
        )
        return render_template(
            "tracing/work.html",
            items=items,
            total=len(found),
            chosen=len(chosen),
            kind=kind,
            most=PER_GROUP,
            counts=counts(found),
            kind_words=KIND_WORDS,
            icons=KIND_ICONS,
            aside=_with_day(aside, whole),
            rest_days=_rest_days,
            with_others=others,
            own=own,
            may_register=may(actor, Permission.REGISTRATION_CREATE),
            is_officer=may(actor, Permission.RIGHTS_WORK),
            state_words=STATE_WORDS,
            today=clock.today(),
            week_day=week_day,
            told=told,
        )


def told(text: Text) -> Markup:
    """Return a sentence in the reader's language; each name in it keeps its own direction."""
    filled = {
        name: Markup("<bdi>{}</bdi>").format(value)
        if isinstance(value, Name)
        else told(value)
        if isinstance(value, Text)
        else held(value)
        if isinstance(value, str) and any(letter.isalpha() for letter in value)
        else value
        for name, value in text.values
    }
    sentence = escape(text.form(get_translations()))
    return sentence % filled if filled else sentence


def _own_cases(actor: Actor) -> Reading[dict[CaseState, tuple[int, int]] | None]:
    if not may(actor, Permission.REQUEST_LIST):
        return None
    return (yield from reading.own_cases(actor))


def _with_day(items: list[WorkItem], whole: resting.Work) -> list[tuple[WorkItem, datetime]]:
    return [(item, until) for item, (_found, until) in zip(items, whole.aside, strict=True)]


def _rest_days(item: WorkItem) -> list[tuple[int, date]]:
    """Return for how many days a thing may be set aside, each with the day it comes back."""
    today = clock.today()
    return [
        (days, today + timedelta(days=days))
        for days in resting.REST_DAYS
        if resting.may_rest(item, days, today)
    ]


def _kind() -> WorkKind | None:
    asked = request.args.get("kind", "")
    return WorkKind(asked) if asked in set(WorkKind) else None
