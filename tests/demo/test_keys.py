"""In the demonstration the record of access is sealed and witnessed from the start."""

from rfl.access.rules import Role
from rfl.audit.verify import verify
from rfl.audit.witnessing import witness_due
from rfl.demo.installation import seat_everybody
from rfl.demo.keys import hold_keys
from rfl.desk import keyholding
from rfl.desk.keyholding import DEMO_PASSPHRASE
from rfl.keys.rules import is_day


def test_keys_are_prepared_and_their_passphrase_opens_them(world):
    installation = world.installation
    seats = seat_everybody(installation)

    hold_keys(installation, seats)

    focal = [one.actor for one in seats if one.member.role is Role.SAFEGUARDING]
    with world.begin() as session:
        for actor in focal:
            assert keyholding.standing(session, actor).is_whole, actor.society
            assert keyholding.unlock(session, actor, DEMO_PASSPHRASE) is not None
    assert is_day(installation.keys.trail.newest("SN")[0].epoch)
    assert witness_due(installation, {}) == 2
    report = verify(installation.database, installation.keys, "SN")
    assert (report.problems, report.seen_by) == ((), "The Gambia Red Cross Society")
