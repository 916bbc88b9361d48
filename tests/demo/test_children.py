"""The demonstration shows child files in several states, each brought there by the rules."""

from random import Random

from sqlalchemy import select

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.children import reading, reviewing
from rfl.children.models import ChildFile
from rfl.children.rules import ChildState
from rfl.demo.cast import CAST, SECOND, seat
from rfl.demo.children import tell_children
from rfl.demo.world import Stage


def test_children_stand_in_several_states_and_somebody_has_something_to_do(world):
    with world.begin() as session:
        seats = [seat(session, member) for member in (*CAST, *SECOND)]
    tell_children(Stage(world.installation, seats, Random(1), clock.today()))  # noqa: S311  # a seed, not a secret

    with world.begin() as session:
        rows = session.scalars(select(ChildFile)).all()
    assert {row.state for row in rows} == {
        *(ChildState.IDENTIFIED, ChildState.INTERIM_CARE, ChildState.TRACING),
        *(ChildState.FAMILY_LOCATED, ChildState.RELATIONSHIP_VERIFIED, ChildState.FOLLOW_UP),
    }
    assert {row.sensitivity for row in rows} == {Sensitivity.RESTRICTED, Sensitivity.SEALED}
    by = {(one.member.society, one.member.role): one.actor for one in reversed(seats)}
    with world.begin() as session:
        focal = by["GM", Role.SAFEGUARDING]
        assert reviewing.count_waiting(session, focal) == 1
        reviewing.overview(session, focal, limit=9, offset=0)
        assert reviewing.count_waiting(session, focal) > 1
    awa = by["SN", Role.OFFICER]
    for row in rows:
        if row.society_code == awa.society:
            with world.begin() as session:
                page = reading.read(session, awa, row.id)
                days = [one.row.happened_at for one in page.entries]
                assert days == sorted(days, reverse=True)
