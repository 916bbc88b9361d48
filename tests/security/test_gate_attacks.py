"""The consent gate attacked: sealed people, ids of others, approvals twice or of another thing."""

import threading
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from rfl.access.rules import Role, Sensitivity
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import answering, asking, releasing
from rfl.exchange.crossing import release_hash
from rfl.exchange.document import AskDocument
from rfl.exchange.models import ConfirmationRequest, Release
from rfl.exchange.rules import View
from rfl.linking.models import Link
from rfl.persons import consenting
from rfl.persons import queries as person_queries
from rfl.persons.models import Person, Registration
from rfl.persons.rules import Purpose
from rfl.tracing import changing
from rfl.tracing.models import SoughtPerson, TracingRequest
from tests.exchange.gate import ALIVE, NOTHING, gate_of
from tests.once import ON_POSTGRESQL


@pytest.fixture
def gate(world):
    return gate_of(world)


def _at_once(count, act):
    """Do `act` in so many threads at one moment; return how often it was done and refused."""
    start, done, refused = threading.Barrier(count), list[int](), list[str]()

    def run():
        start.wait()
        try:
            act()
        except (RuleBrokenError, NotFoundError) as error:
            refused.append(type(error).__name__)
        else:
            done.append(1)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return len(done), len(refused)


def test_nobody_takes_back_a_release_of_somebody_whom_they_may_not_know(gate, world):
    release_id = gate.released(gate.sent())
    with world.begin() as session:
        session.execute(update(Person).values(sensitivity=Sensitivity.SEALED, created_by=uuid4()))

    for actor in (gate.haddy, gate.lamin, world.colleague(Role.DPO, society="GM"), gate.awa):
        with world.begin() as session, pytest.raises(NotFoundError):
            releasing.withdraw(session, actor, release_id)

    with world.begin() as session:
        assert session.get_one(Release, release_id).withdrawn_at is None


def test_whoever_may_know_them_takes_it_back(gate, world):
    release_id = gate.released(gate.sent())
    with world.begin() as session:
        releasing.withdraw(session, gate.lamin, release_id)

    with world.begin() as session:
        assert session.get_one(Release, release_id).withdrawn_at is not None


def test_of_eight_approvals_at_once_one_sends(gate, world):
    link = gate.link()
    with world.begin() as session:
        found = asking.askable_of(session, gate.awa, link.id)
        document = AskDocument(purpose="alive", relation=found.relation.value)
        ask_id = asking.draft(session, gate.awa, link.id, document).id
        asking.submit(session, gate.awa, ask_id)
    with world.begin() as session:
        seen = asking.read(session, gate.ousmane, ask_id).seen

    def approve():
        with world.begin() as session:
            asking.approve(session, gate.ousmane, ask_id, seen)

    assert _at_once(8, approve) == (1, 7)


def _taken_back(session, actor, request_id):
    (given, *_) = (
        one
        for one in asking.enquirer_consents(session, request_id)
        if one.purpose is Purpose.TRACING
    )
    changing.withdraw_consent(session, actor, request_id, given.id)


def _inbox(session, actor):
    """Return what waits, and what is done."""
    both = (
        answering.inbox(session, actor, limit=9, offset=0, is_done=is_done)
        for is_done in (False, True)
    )
    return tuple([row.ask.id for row in rows] for rows in both)


def test_a_question_whose_consent_was_taken_back_is_not_sent(gate, world):
    link = gate.link()
    with world.begin() as session:
        ask_id = asking.draft(session, gate.awa, link.id, AskDocument(purpose="alive")).id
        asking.submit(session, gate.awa, ask_id)
    with world.begin() as session:
        seen = asking.read(session, gate.ousmane, ask_id).seen
        _taken_back(session, gate.awa, link.request_id)

    with world.begin() as session, pytest.raises(RuleBrokenError, match="has not agreed"):
        asking.approve(session, gate.ousmane, ask_id, seen)
    with world.begin() as session:
        assert session.get_one(ConfirmationRequest, ask_id).delivered is None


def test_a_consent_taken_back_takes_the_questions_out_of_the_other_inbox(gate, world):
    """Not what the found person has answered: that is theirs to take back."""
    answered = gate.sent()
    gate.released(answered)
    with world.begin() as session:
        link_id = session.get_one(ConfirmationRequest, answered).link_id
        link = session.get_one(Link, link_id)
    open_one = gate.sent(link)
    with world.begin() as session:
        assert _inbox(session, gate.lamin) == ([open_one], [answered])
    with world.begin() as session:
        _taken_back(session, gate.awa, link.request_id)

    with world.begin() as session:
        assert _inbox(session, gate.lamin) == ([], [answered])
    with world.begin() as session, pytest.raises(NotFoundError):
        answering.read(session, gate.lamin, open_one)
    with world.begin() as session:
        assert asking.read(session, gate.awa, open_one).view is View.CANCELLED
        assert asking.read(session, gate.awa, answered).view is View.RELEASED


@ON_POSTGRESQL  # on SQLite one writes after the other anyway
def test_a_consent_is_not_taken_back_in_the_middle_of_what_crosses_under_it(gate, world):
    """It waits, and then finds what crossed; the other way round nothing crosses."""
    link = gate.link()
    with world.begin() as session:
        ask_id = asking.draft(session, gate.awa, link.id, AskDocument(purpose="alive")).id
        asking.submit(session, gate.awa, ask_id)
    with world.begin() as session:
        seen = asking.read(session, gate.ousmane, ask_id).seen
    enquirer = world.row(link.request_id).enquirer_id
    with world.begin() as session:
        asking.approve(session, gate.ousmane, ask_id, seen)
        with world.begin() as other:
            other.execute(sa.text("SET LOCAL lock_timeout = '20ms'"))
            given = person_queries.standing(other, enquirer)[0]
            with pytest.raises(OperationalError):
                consenting.take_back(other, gate.awa, given)
            other.rollback()


def test_of_eight_releases_at_once_one_crosses(gate, world):
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id)
    with world.begin() as session:
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)
    seen = release_hash(ask_id, "SN", ALIVE).hex()

    def release():
        with world.begin() as session:
            releasing.release(session, gate.haddy, ask_id, seen)

    assert _at_once(8, release) == (1, 7)
    with world.begin() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1


def test_nobody_approves_their_own(gate, world):
    """Who writes is not who sends; who speaks with the person is not who releases."""
    boss = world.colleague(Role.SUPERVISOR, society="GM")
    ask_id = gate.sent()
    gate.identified(ask_id)
    interview = answering.Interview(alone=True, interpreter="", language="", decision=ALIVE)
    with world.begin() as session:
        answering.decide(session, boss, ask_id, interview)
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)
    seen = release_hash(ask_id, "SN", ALIVE).hex()

    with world.begin() as session, pytest.raises(RuleBrokenError, match="other than the interv"):
        releasing.release(session, boss, ask_id, seen)


def test_the_approval_of_something_else_releases_nothing(gate, world):
    """The hash of another decision, of another question, of nothing, of half of it."""
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id)
    with world.begin() as session:
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)
    good = release_hash(ask_id, "SN", ALIVE).hex()

    for seen in (
        release_hash(ask_id, "SN", NOTHING).hex(),
        release_hash(uuid4(), "SN", ALIVE).hex(),
        release_hash(ask_id, "ES", ALIVE).hex(),
        good[:-2],
        good.upper(),
        "",
    ):
        with world.begin() as session, pytest.raises(RuleBrokenError, match="changed since"):
            releasing.release(session, gate.haddy, ask_id, seen)


def test_a_case_of_mine_opens_no_sought_person_or_consent_of_anothers(gate, world, site):
    """Two ids in one address: both have to belong together."""
    theirs = world.case(world.colleague(Role.OFFICER, society="GM"))
    mine = world.case(gate.awa)
    with world.begin() as session:
        sought = sa.select(SoughtPerson.id).where(SoughtPerson.request_id == theirs)
        sought_id = session.scalars(sought).one()
    browser = site.as_(world.colleague(Role.OFFICER, Role.SUPERVISOR))  # who may press each button
    ids = {"<uuid:request_id>": str(mine), "<uuid:sought_id>": str(sought_id)}
    paths = []
    for rule in site.app.url_map.iter_rules():
        if all(name in rule.rule for name in ids):
            path = rule.rule
            for name, value in ids.items():
                path = path.replace(name, value)
            paths.append(path)
    assert paths
    for path in paths:
        assert browser.client.get(path).status_code in (404, 405), path


def test_a_question_tells_the_asked_society_nothing_of_the_other_societies_asked(gate, world):
    """Its number counts only what that society itself was asked about the case."""
    ask_id = gate.sent()
    with world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        case = session.get_one(TracingRequest, ask.request_id)
        assert ask.number == f"{case.number}-GM-1"
        ask.to_society = "ES"
        ask.number = f"{case.number}-ES-1"
        registration = session.get_one(Registration, ask.registration_id)
        assert registration.society_code == "GM"
        link_id = ask.link_id
    with world.begin() as session:
        found = asking.askable_of(session, gate.awa, link_id)
        document = AskDocument(purpose="alive", relation=found.relation.value)
        again = asking.draft(session, gate.awa, link_id, document)

        assert again.number == f"{case.number}-GM-1"
