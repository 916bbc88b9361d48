"""The demonstration shows a lost boat on which two survivors contradict each other."""

from sqlalchemy import select

from rfl.access.rules import Role
from rfl.demo.cast import CAST, SECOND, seat
from rfl.demo.wreck import lose_boat
from rfl.incidents import reading
from rfl.incidents.account import Standing
from rfl.incidents.models import Incident
from tests.once import ON_SQLITE


@ON_SQLITE
def test_of_one_boat_two_survivors_tell_different_things(world):
    with world.begin() as session:
        seats = [seat(session, member) for member in (*CAST, *SECOND)]
    lose_boat(world.installation, seats)
    by = {(one.member.society, one.member.role): one.actor for one in reversed(seats)}
    with world.begin() as session:
        page = reading.read(
            session, by["SN", Role.OFFICER], session.scalars(select(Incident.id)).one()
        )
    standings = {one.name: one.account.standing for one in page.people}
    assert standings == {
        "Pape Sène": Standing.ALIVE,
        "Modou Diouf": Standing.CONTRADICTED,
        "Cheikh Faye": Standing.ABOARD,
        "Babacar Ndour": Standing.ARRIVED,
        "Saliou Thiaw": Standing.ARRIVED,
        "Ibou, a mason from Joal": Standing.IN_DANGER,
    }
    assert len(page.cases) == 3
