"""Keys of the record of access in the demonstration: prepared, and their passphrase is printed."""

from collections import defaultdict
from collections.abc import Sequence

from rfl.access.rules import Actor, Role
from rfl.demo.cast import Seat
from rfl.desk import keyholding
from rfl.desk.keyholding import DEMO_PASSPHRASE
from rfl.installation import Installation
from rfl.keys.passphrase import CHEAP
from rfl.keys.rules import FOCAL_KEYS


def hold_keys(installation: Installation, seats: Sequence[Seat]) -> None:
    """Give the focal points of each society that has two of them their keys, and a sheet."""
    by_society: dict[str, list[Actor]] = defaultdict(list)
    for one in seats:
        if one.member.role is Role.SAFEGUARDING:
            by_society[one.member.society].append(one.actor)
    for focal in by_society.values():
        if len(focal) >= FOCAL_KEYS:
            _hold(installation, focal)


def _hold(installation: Installation, focal: Sequence[Actor]) -> None:
    with installation.begin() as session:
        for actor in focal:
            keyholding.make_own(session, actor, DEMO_PASSPHRASE, cost=CHEAP)
        keyholding.make_recovery(session, focal[0])
    with installation.begin() as session:
        for one in keyholding.standing(session, focal[0]).recipients:
            other = next(actor for actor in focal if actor.user_id != one.asked_by)
            keyholding.agree(session, other, one.id, one.fingerprint)
