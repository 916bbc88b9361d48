"""A refusal looks, to the asking society, exactly like a search still under way."""

import re

from sqlalchemy import select

from rfl import clock
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM
from rfl.exchange import answering
from rfl.exchange.models import ConfirmationRequest
from rfl.tracing.models import CaseAction, TracingRequest
from tests.exchange.gate import NOTHING

CHANGING = re.compile(
    r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"|id="csrf_token"[^>]*>'
)


def _two_asks(gate):
    """Return two requests alike in everything: for one the person refuses, for one they search."""
    gate.register("Momodou Jallow")
    gate.register("Momodou Jallow")
    links = gate.links(gate.request())[:2]
    return [gate.sent(gate.judged(link.id)) for link in links]


def _pages(site, gate, ask_id):
    browser = site.as_(gate.awa)
    paths = (f"/exchange/{ask_id}", "/exchange", "/my-work", "/links", "/requests")
    return [CHANGING.sub("", browser.get(path).text) for path in paths]


def _rows(gate):
    with gate.world.begin() as session:
        asks = session.scalars(select(ConfirmationRequest).order_by(ConfirmationRequest.number))
        facts = [(a.number, a.state, a.changed_at, a.due_on, a.accepted_at) for a in asks]
        cases = [(c.number, c.state, c.changed_at) for c in session.scalars(select(TracingRequest))]
        actions = len(session.scalars(select(CaseAction)).all())
    return facts, cases, actions


def _asking_log_size(gate):
    with gate.world.begin() as session:
        return reading.newest(session, SYSTEM, "SN", Asking()).total


def test_every_page_of_the_asking_society_keeps_its_bytes_when_the_person_refuses(gate, site):
    refused, _searching = _two_asks(gate)
    with gate.world.begin() as session:
        answering.accept(session, gate.lamin, refused)
    before, rows_before = _pages(site, gate, refused), _rows(gate)

    with gate.world.begin() as session:
        answering.found(session, gate.lamin, refused, clock.today(), "at the service point")
        answering.hear(session, gate.lamin, refused, ["Papa Ndaw"])
        answering.identify(session, gate.lamin, refused, [True], is_them=True)
    gate.decided(refused, NOTHING)

    assert _pages(site, gate, refused) == before
    assert _rows(gate) == rows_before


def test_a_refused_and_a_running_search_differ_in_nothing_but_their_number(gate, site):
    refused, searching = _two_asks(gate)
    gate.identified(refused)
    gate.decided(refused, NOTHING)
    with gate.world.begin() as session:
        answering.accept(session, gate.lamin, searching)
        numbers = {
            ask_id: session.get_one(ConfirmationRequest, ask_id).number
            for ask_id in (refused, searching)
        }

    pages = [
        CHANGING.sub("", site.as_(gate.awa).get(f"/exchange/{ask_id}").text)
        .replace(numbers[ask_id], "NUMBER")
        .replace(str(ask_id), "ID")
        for ask_id in (refused, searching)
    ]

    assert "Search in progress" in pages[0]
    assert _without_times(pages[0]) == _without_times(pages[1])


def _without_times(page):
    return re.sub(r"\d\d:\d\d", "TIME", page)


def test_the_asking_societys_trail_does_not_tell_of_the_interview(gate):
    ask_id = gate.sent()
    with gate.world.begin() as session:
        answering.accept(session, gate.lamin, ask_id)
    before = _asking_log_size(gate)

    with gate.world.begin() as session:
        answering.found(session, gate.lamin, ask_id, clock.today(), "here")
        answering.hear(session, gate.lamin, ask_id, ["Papa Ndaw"])
        answering.identify(session, gate.lamin, ask_id, [True], is_them=True)
    gate.decided(ask_id, NOTHING)
    with gate.world.begin() as session:
        answering.read(session, gate.lamin, ask_id)

    assert _asking_log_size(gate) == before + 1  # the reading of the log just before
