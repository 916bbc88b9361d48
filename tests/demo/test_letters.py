"""The demonstration has a message in every state, and one from a detention centre and its reply."""

from sqlalchemy import select

from rfl.demo.installation import seat_everybody
from rfl.demo.letters import ANSWER, DETENTION, carry
from rfl.messages.models import FamilyMessage, MessageDelivery, ServiceEvent
from rfl.messages.records import view_of
from rfl.messages.rules import MessageState
from rfl.societies.models import Site
from tests.tracing.web import words_of


def test_messages_stand_in_every_state_and_an_answer_waits_in_nouadhibou(site):
    world = site.world
    seats = seat_everybody(world.installation)

    carry(world.installation, seats)

    with world.begin() as session:
        rows = session.scalars(select(FamilyMessage)).all()
        states = set(session.scalars(select(MessageDelivery.state)))
        held = session.scalars(select(Site.id).where(Site.name == DETENTION)).one()
        reply = next(row for row in rows if row.reply_to_id)
        assert {view_of(row) for row in rows} == set(MessageState) - {MessageState.ATTEMPTED}
        assert MessageState.ATTEMPTED in states
        assert [row.society_code for row in rows if row.site_id == held] == ["MR"]
        assert reply.society_code == "SN"
        assert session.scalars(select(ServiceEvent)).first() is not None
    sidi = next(one.actor for one in seats if one.member.name == "Sidi Ould Ahmed")
    browser = site.as_(sidi)
    assert "Fatou Sow" in words_of(browser.get("/messages"))
    with world.begin() as session:
        query = select(MessageDelivery.id).where(MessageDelivery.society_code == "MR")
        delivery_id = session.scalars(query).one()
    assert ANSWER in words_of(browser.get(f"/deliveries/{delivery_id}"))
