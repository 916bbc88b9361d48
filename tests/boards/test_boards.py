"""A face is shown to everybody, answered to, and gone with a word, on both kinds of database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.approvals import service as approvals
from rfl.approvals.models import Approval
from rfl.audit.rules import Act
from rfl.boards import ending, leads, service, showing
from rfl.boards.asking import NewBoard
from rfl.boards.leads import NewLead
from rfl.boards.models import Board, BoardLead, BoardPicture
from rfl.boards.panels import find_work
from rfl.boards.rules import QUESTIONS, BoardState, Finding, Risk, questions
from rfl.db.rounds import ask
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import queries as person_queries
from rfl.persons.document import ConsentDocument
from rfl.persons.rules import Purpose
from rfl.tracing import changing
from rfl.tracing.rules import CaseState
from tests.tracing.world import person

FACE = (b"\xff\xd8 small", b"\xff\xd8 whole")
SAFE = {one: (QUESTIONS[one].safe, "She said so herself") for one in questions(is_child=False)}
AGREED = NewBoard(agreed=ConsentDocument(language="Pulaar"))
TOLD = NewLead(Finding.IS_SOUGHT, "I am her son, in Sfax since May", "the baker Khaled")


class Desk:
    """An officer, a head of tracing, and a case whose enquirer is grown up."""

    def __init__(self, world):
        self.world = world
        self.awa = world.colleague(Role.OFFICER)
        self.ousmane = world.colleague(Role.SUPERVISOR)
        self.case = world.case(self.awa, enquirer=person("Aïssatou Baldé", age=51))
        world.set(self.case, state=CaseState.ACTIVE)

    def do(self, act, *given):
        with self.world.begin() as session:
            return act(session, *given)

    def asked(self, new=AGREED, face=FACE):
        return self.do(service.ask, self.awa, self.case, new, face).id

    def approved(self, face=FACE):
        board = self.asked(face=face)
        assert self.do(service.check, self.awa, board, SAFE) == []
        self.do(approvals.approve, self.ousmane, *self.wish())
        return board

    def wish(self):
        """Return the one wish, and the hash of what is shown of it."""
        with self.world.begin() as session:
            found = session.scalars(sa.select(Approval)).one()
            return found.id, found.content_hash.hex()

    def live(self, face=FACE):
        board = self.approved(face)
        return self.do(service.publish, self.awa, board)

    def faces(self):
        return [one.number for one in self.do(showing.faces)]

    def state(self, board):
        return self.do(lambda session: session.get_one(Board, board).state)


@pytest.fixture
def desk(world):
    return Desk(world)


def test_a_face_is_shown_after_two_people_agreed_and_gone_with_the_consent(desk):
    board = desk.approved()
    assert desk.faces() == []
    with desk.world.begin() as session:
        row = service.publish(session, desk.awa, board)
    assert desk.faces() == [row.number]
    entries = desk.world.trail(board)
    assert desk.do(showing.picture, row.number, 1) == FACE[1]
    assert desk.do(showing.picture, row.number, 1) == FACE[1]
    assert desk.world.trail(board)[len(entries) :] == [Act.BOARD_SHOWN]  # once a process
    assert {Act.BOARD_ASKED, Act.BOARD_CHECKED, Act.BOARD_APPROVED, Act.BOARD_PUBLISHED} <= {
        *entries
    }
    with desk.world.begin() as session:
        clear = repr(session.execute(sa.text("SELECT * FROM board")).all())
        assert not any(word in clear for word in ("herself", "Pulaar", "brother"))
        (consent,) = (
            one
            for one in person_queries.standing(session, row.person_id)
            if one.purpose is Purpose.PUBLISH_PHOTO
        )
        changing.withdraw_consent(session, desk.awa, desk.case, consent.id)
    assert desk.faces() == []
    assert desk.state(board) is BoardState.WITHDRAWN
    with pytest.raises(NotFoundError):
        desk.do(showing.picture, row.number, 1)


def test_what_changes_around_a_case_takes_its_face_off_before_anybody_acts(desk):
    row = desk.live()
    for hidden, shown in (
        ({"sensitivity": Sensitivity.RESTRICTED}, {"sensitivity": Sensitivity.NORMAL}),
        ({"state": CaseState.CLOSED}, {"state": CaseState.LOCATED}),
        ({"erased_at": clock.now()}, {"erased_at": None}),
    ):
        desk.world.set(desk.case, **hidden)
        assert desk.faces() == []
        desk.world.set(desk.case, **shown)
        assert desk.faces() == [row.number]
    with clock.at(row.until + timedelta(minutes=1)):
        assert desk.faces() == []
    with desk.world.begin() as session:
        session.get_one(Board, row.id).until = clock.now()
    work = type("Work", (), {"society": "SN", "begin": desk.world.begin})()
    assert ending.end_job(work) == {"ended": 1}
    assert desk.state(row.id) is BoardState.EXPIRED
    renewed = desk.do(service.renew, desk.awa, row.id)
    assert (renewed.state, renewed.checked_by) == (BoardState.REQUESTED, None)
    desk.do(service.take_down, desk.awa, row.id, "He was found")
    assert desk.state(row.id) is BoardState.WITHDRAWN
    with pytest.raises(RuleBrokenError):
        desk.do(service.take_down, desk.awa, row.id)


def test_who_may_not_is_refused_and_what_was_approved_cannot_be_changed(desk):
    with pytest.raises(RuleBrokenError, match="Ask them first"):
        desk.asked(NewBoard())
    young = desk.world.case(desk.awa, enquirer=person("Binta", age=16))
    desk.world.set(young, state=CaseState.ACTIVE)
    with pytest.raises(RuleBrokenError, match="younger than 18"):
        desk.do(service.ask, desk.awa, young, AGREED, FACE)
    board = desk.asked()
    with pytest.raises(RuleBrokenError, match="stands already"):
        desk.asked()
    pressed = {**SAFE, Risk.PURSUED: (True, "Her brother-in-law")}
    assert desk.do(service.check, desk.awa, board, pressed) == [Risk.PURSUED]
    assert desk.state(board) is BoardState.REQUESTED
    desk.do(service.check, desk.awa, board, SAFE)
    wish = desk.wish()
    with desk.world.begin() as session:
        session.get_one(Board, board).until += timedelta(days=1)
    with pytest.raises(RuleBrokenError, match="no longer as it was"):
        desk.do(approvals.approve, desk.ousmane, *wish)
    for role, society in ((Role.OFFICER, "GM"), (Role.VOLUNTEER, "SN"), (Role.SAFEGUARDING, "SN")):
        with pytest.raises((NotFoundError, DeniedError)):
            desk.do(service.read, desk.world.colleague(role, society=society), board)


def test_an_answer_reaches_the_officer_and_tells_whoever_gave_it_nothing(desk):
    row = desk.live()
    with pytest.raises(RuleBrokenError, match="Say in a sentence"):
        desk.do(leads.tell, row.number, NewLead(Finding.KNOWS, "Yes"))
    ticket = desk.do(leads.tell, row.number, TOLD)
    (work,) = desk.do(ask, find_work(desk.awa))
    lead_id = work.thing.href.rsplit("/", 1)[1]
    with desk.world.begin() as session:
        lead = session.scalars(sa.select(BoardLead)).one()
        assert str(lead.id) == lead_id
        assert b"Sfax" not in lead.sealed
    page = desk.do(leads.read, desk.awa, lead.id)
    assert (page.document.words, page.document.contact) == (TOLD.words, TOLD.contact)
    desk.do(leads.reply, desk.awa, lead.id, "What did she call you at home?")
    assert desk.do(ask, find_work(desk.awa)) == []
    own = desk.do(leads.come_back, ticket)
    assert [one.words for one in own.document.said] == ["What did she call you at home?"]
    desk.do(leads.add, ticket, "Ndongo")
    assert len(desk.do(ask, find_work(desk.awa))) == 1
    with pytest.raises(NotFoundError):
        desk.do(leads.come_back, type(ticket)(ticket.reference, "0" * 24))
    desk.do(leads.close, desk.awa, lead.id, "It is him: see the link")
    with pytest.raises(RuleBrokenError, match="closed"):
        desk.do(leads.add, ticket, "And?")
    erase(desk)
    with pytest.raises(NotFoundError):
        desk.do(leads.come_back, ticket)
    assert desk.faces() == []


def erase(desk):
    """Erase the case: its pictures are gone, and nothing of a board or an answer is left."""
    with desk.world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, desk.case))
        emptying.empty(session, parts, clock.now())
        assert session.query(BoardPicture).count() == 0
        assert session.scalars(sa.select(Board.sealed)).all() == [b""]
        assert session.scalars(sa.select(BoardLead.sealed)).all() == [b""]
