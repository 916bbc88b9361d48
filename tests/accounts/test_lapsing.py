"""Accounts that nobody uses close by themselves; of who never entered nothing stays."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import SMTP
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access import service as access
from rfl.access.models import User
from rfl.access.rules import Role
from rfl.accounts.lapse_rules import lapses_on
from rfl.accounts.lapsing import lapse_job
from rfl.approvals.models import Approval
from rfl.audit.rules import SYSTEM, Act
from rfl.jobs.service import Work
from rfl.keys import service as keys
from rfl.keys.ring import record_keys
from rfl.keys.rules import ErasedError
from rfl.notices.closing import closing_job
from tests.access.doors import PASSPHRASE, account, invited, sign_in, stranger
from tests.approvals.deciding import Office
from tests.tracing.web import words_of

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("invited_days", "used_days", "told_in", "in_days"),
    [
        (15, None, None, None),
        (16, None, None, 14),
        (400, None, None, 14),
        (400, 75, None, None),
        (400, 76, None, 14),
        (400, 88, 2, 2),
        (400, 91, -1, -1),
        (400, 0, 2, None),
        (5, 95, 2, None),
    ],
)
def test_two_weeks_before_it_closes_an_account_says_so(invited_days, used_days, told_in, in_days):
    invited_on = DAY - timedelta(days=invited_days)
    used_on = None if used_days is None else DAY - timedelta(days=used_days)
    told = None if told_in is None else DAY + timedelta(days=told_in)
    last = lapses_on(invited_on, used_on, told, DAY)
    assert last == (None if in_days is None else DAY + timedelta(days=in_days))


def _job(world):
    return lapse_job(Work(uuid4(), SYSTEM, "SN", {}, world.begin))


def _letters(world):
    """Have the letters of the hour written, and return to whom any were ever."""
    closing_job(Work(uuid4(), SYSTEM, "SN", {}, world.begin))
    folder = world.installation.config.mail_folder
    found = [message_from_bytes(path.read_bytes(), policy=SMTP) for path in folder.iterdir()]
    assert all("closes at the end of" in one.get_content() for one in found)
    assert "@sn" not in "".join(map(str, found))
    return [UUID(one["X-Rfl-Account"]) for one in found]


def _user(world, user_id):
    with world.begin() as session:
        return session.get_one(User, user_id)


def test_who_signs_in_again_stays_and_who_does_not_is_shut_without_any_worker(world, site, later):
    who = account(world)
    sign_in(stranger(site), who)
    later(days=77)
    assert _job(world) == {"closed": 0, "forgotten": 0}
    told = _user(world, who.actor.user_id).lapses_on
    assert told == clock.today() + timedelta(days=14)
    assert _letters(world) == _letters(world) == [who.actor.user_id], "once, unasked"
    admin = world.colleague(Role.ADMIN)
    assert "nobody uses it" in words_of(site.as_(admin).get("/users"))

    half = stranger(site)
    half.fill("/sign-in", {"email": who.email, "passphrase": PASSPHRASE})
    assert _user(world, who.actor.user_id).lapses_on == told, "a passphrase alone is no sign-in"
    sign_in(stranger(site), who)
    assert _user(world, who.actor.user_id).lapses_on is None

    later(days=78)
    _job(world)
    later(days=15)
    stranger(site).fill("/sign-in", {"email": who.email, "passphrase": PASSPHRASE}, 422)
    assert _job(world) == {"closed": 2, "forgotten": 0}, "the administrator went too"
    row = _user(world, who.actor.user_id)
    assert row.ended_at
    assert row.sealed, "the name stays with what they did"
    assert Act.USER_SUSPENDED in world.trail(row.id)
    invited(world, Role.OFFICER, email=who.email)


def test_of_who_never_entered_name_and_address_go_with_their_keys(world, later):
    office = Office(world)
    made = office.invite()
    office.approve(made.approval)
    user_id = made.approval.subject_id
    later(days=20)
    _job(world)
    later(days=15)
    assert _job(world)["forgotten"] >= 1
    assert _job(world) == {"closed": 0, "forgotten": 0}

    with world.begin() as session:
        user = session.get_one(User, user_id)
        wish = session.scalars(sa.select(Approval).where(Approval.subject_id == user_id)).one()
        assert [user.sealed, wish.sealed] == [b"", b""]
        for key_id in (user.key_id, wish.key_id):
            with pytest.raises(ErasedError):
                record_keys(keys.of(session).ring, [key_id])
        assert access.free_tag(session, "awa.sarr@sn.example").tags
    assert Act.USER_FORGOTTEN in world.trail(user_id)
