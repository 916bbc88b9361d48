"""Who was found and wants nothing told looks, to the sender's society, like nobody found yet."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from rfl import clock
from rfl.audit import reading as trail
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM
from rfl.errors import RuleBrokenError
from rfl.exchange import answering
from rfl.exchange.models import ConfirmationRequest
from rfl.messages import delivering, sending
from rfl.messages.document import Screening
from rfl.messages.models import FamilyMessage, MessagePage, MessageStep
from rfl.messages.rules import Handing, Leave, MessageState, ReturnReason, Undeliverable
from rfl.persons.models import Registration
from rfl.tracing.models import CaseAction, TracingRequest
from tests.exchange.gate import ALIVE, NOTHING
from tests.exchange.test_refusal import CHANGING
from tests.messages.post import LETTER, reached
from tests.security.test_timing import counted

S = MessageState

OWN_TIMES = re.compile(r"2\d{3}-\d\d-\d\dT[0-9:.+]+|\d\d:\d\d")
"""When the sender's own society wrote, read and sent it."""


def _two(post, request_id=None):
    """Return two messages alike, of one case: (message, delivery) of each."""
    return [post.dispatched(post.screened(post.collected(request_id=request_id))) for _ in range(2)]


def _pages(site, post, message_id, request_id):
    browser = site.as_(post.awa)
    paths = (
        *(f"/messages/{message_id}", "/messages", "/messages?state=dispatched"),
        *("/messages?state=undeliverable", "/my-work", f"/requests/{request_id}", "/deliveries"),
    )
    return [CHANGING.sub("", browser.get(path).text) for path in paths]


def _rows(post):
    """Return all that the sender's society has of messages and cases, but what is sealed."""
    with post.world.begin() as session:
        found = []
        for table in (FamilyMessage, MessageStep, MessagePage, CaseAction, TracingRequest):
            columns = [one for one in table.__table__.columns if one.name != "sealed"]
            query = select(*columns).where(table.society_code == "SN")
            found.append(sorted(map(repr, session.execute(query))))
    return found


def _log_size(post):
    with post.world.begin() as session:
        return trail.newest(session, SYSTEM, "SN", Asking()).total


def _bring_to_somebody_who_refuses(post, delivery_id, number):
    """Everything that can happen in Banjul when they are found and want nothing told."""
    post.tried(delivery_id)
    with post.world.begin() as session:
        delivering.tie_person(session, post.lamin, delivery_id, number)
        delivering.assign(session, post.haddy, delivery_id, post.lamin.user_id)
    post.handed(delivery_id, reached(Leave.NOTHING))
    post.handed(delivery_id, reached(Leave.NOTHING, handing=Handing.REFUSED))
    post.bringing(delivery_id)


def _registered(post):
    registration_id = post.register()
    with post.world.begin() as session:
        return session.get_one(Registration, registration_id).number


def test_every_page_row_and_entry_stays_as_it_was_when_the_addressee_wants_nothing_told(post, site):
    number, request_id = _registered(post), post.request()
    (message_id, delivery_id), _ = _two(post, request_id)
    pages, rows = _pages(site, post, message_id, request_id), _rows(post)
    before = _log_size(post)

    _bring_to_somebody_who_refuses(post, delivery_id, number)

    assert _log_size(post) == before + 1  # the reading of the log just before
    assert _pages(site, post, message_id, request_id) == pages
    assert _rows(post) == rows
    assert post.page(message_id).view is S.DISPATCHED


@pytest.mark.parametrize("days_over", [-1, 1])
def test_a_refused_message_and_one_that_nobody_touched_are_told_apart_by_nothing(
    post, site, days_over
):
    number, request_id = _registered(post), post.request()
    refused, untouched = _two(post, request_id)
    _bring_to_somebody_who_refuses(post, refused[1], number)
    until = clock.now() - timedelta(days=days_over)
    for message_id, _delivery in (refused, untouched):
        post.shift(message_id, tries_until=until)

    told = []
    browser = site.as_(post.awa)
    browser.get(f"/messages/{untouched[0]}")
    for message_id, _delivery in (refused, untouched):
        with counted(post.world) as statements:
            page = browser.get(f"/messages/{message_id}").text
        row = post.row(message_id)
        plain = CHANGING.sub("", page).replace(row.number, "NUMBER").replace(str(message_id), "ID")
        plain = OWN_TIMES.sub("TIME", plain)
        told.append((plain, statements, post.page(message_id).view))

    for refused_one, other in zip(*told, strict=True):
        assert refused_one == other
    assert told[0][2] is (S.UNDELIVERABLE if days_over > 0 else S.DISPATCHED)


def test_one_given_up_because_they_refused_ends_on_the_same_day_as_any_other(post):
    (refused, delivery_id), (other, _) = _two(post)
    post.tried(delivery_id)
    with post.world.begin() as session:
        delivering.give_up(session, post.lamin, delivery_id, Undeliverable.NOT_FOUND)

    assert post.page(refused).view is post.page(other).view is S.DISPATCHED
    assert post.row(refused).reported_paper is None


def test_a_reason_of_the_paper_is_shut_once_somebody_went_there(post):
    _message, delivery_id = post.dispatched()
    post.tried(delivery_id)
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="went there already"):
        delivering.give_up(session, post.lamin, delivery_id, Undeliverable.NO_ACCESS)


def _refused_in_the_gate(post):
    """Return the case, the ask, and the registration's number of somebody who refused there."""
    link = post.link()
    ask_id = post.sent(link)
    post.identified(ask_id)
    post.decided(ask_id, NOTHING)
    with post.world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        number = session.get_one(Registration, ask.registration_id).number
        return ask.request_id, ask_id, number


@pytest.mark.parametrize("is_of_the_case", [True, False])
def test_who_refused_in_the_consent_gate_is_not_given_away_by_a_message(post, is_of_the_case):
    """Also when the message says nothing of the case, once it is known who the addressee is."""
    request_id, ask_id, number = _refused_in_the_gate(post)
    new = post.collected(request_id=request_id if is_of_the_case else None)
    message_id, delivery_id = post.dispatched(post.screened(new))
    if not is_of_the_case:
        with post.world.begin() as session:
            delivering.tie_person(session, post.lamin, delivery_id, number)

    with pytest.raises(RuleBrokenError, match="decided that nothing is told"):
        post.handed(delivery_id)
    assert post.page(message_id).view is S.DISPATCHED
    assert post.bringing(delivery_id).gate_refuses

    post.handed(delivery_id, reached(Leave.NOTHING))
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="know nothing"):
        delivering.take_reply(session, post.lamin, delivery_id, delivering.Reply("I am well"))

    post.decided(ask_id, ALIVE)
    post.handed(delivery_id)
    assert post.page(message_id).view is S.DELIVERED


def test_a_reply_is_unknown_to_the_first_society_until_it_is_sent_off(post, site):
    message_id, delivery_id = post.dispatched()
    post.handed(delivery_id)
    before = CHANGING.sub("", site.as_(post.awa).get(f"/messages/{message_id}").text)

    reply_id = post.answered(delivery_id)

    assert CHANGING.sub("", site.as_(post.awa).get(f"/messages/{message_id}").text) == before
    with post.world.begin() as session:
        sending.send_back(
            session, post.haddy, reply_id, Screening(reasons=(ReturnReason.UNREADABLE,))
        )
    assert CHANGING.sub("", site.as_(post.awa).get(f"/messages/{message_id}").text) == before


def test_the_gate_is_silent_where_nothing_was_refused(post):
    _request, ask_id = None, post.sent()
    with post.world.begin() as session:
        answering.accept(session, post.lamin, ask_id)
    _message, delivery_id = post.dispatched(post.screened(post.collected(LETTER)))
    assert not post.bringing(delivery_id).gate_refuses
