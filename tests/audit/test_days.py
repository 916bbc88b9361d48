"""Each day's entries are sealed to people; when the day is over their server reads no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.audit import keeping, reading
from rfl.audit.models import Entry
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto import header as headers
from rfl.crypto.hybrid import new_seed, public_of
from rfl.crypto.sealing import UnsealError
from rfl.errors import UnavailableError
from rfl.keys import rotating
from rfl.keys.models import TrailCopy, TrailEpoch, TrailRecipient
from rfl.keys.passphrase import CHEAP
from rfl.keys.rules import ForgottenError, RecipientState, TagPurpose, day_number, is_day
from tests.audit.sealed import CASE, MAME, MOUSSA, NDEYE, NOON, enrol, give_sheet, sealed
from tests.audit.tampering import forge_at_the_end

__all__ = ["sealed"]
TODAY = day_number(NOON)


def epochs(vault):
    with vault.begin() as session:
        raw = session.scalars(sa.select(Entry.header).where(Entry.log == "SN").order_by(Entry.seq))
        return [headers.decode(one).epoch for one in raw]


def write(vault):
    with vault.begin() as session:
        record(session, MOUSSA, Act.PERSON_OPENED, societies=["SN"], subjects=[CASE])


def test_without_enough_keys_the_log_goes_on_as_before(vault, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    write(vault)
    enrol(vault, NDEYE)
    write(vault)
    enrol(vault, MAME)
    write(vault)
    assert epochs(vault) == [1, 1, 1]

    give_sheet(vault)
    write(vault)

    assert epochs(vault) == [1, 1, 1, TODAY]
    assert is_day(TODAY)


def test_a_log_without_focal_points_changes_its_key_and_all_of_it_stays_readable(vault):
    """Whoever took the first key reads nothing that comes later, nor finds anybody in it by tag."""
    write(vault)
    first = vault.keys.trail.newest("SN")[0]
    assert rotating.renew_audit(vault.keys.ring, "SN", 1) == 2
    assert rotating.renew_audit(vault.keys.ring, "SN", 1) == 2
    write(vault)
    process = vault.another_process()
    write(process)

    assert epochs(vault) == [1, 2, 2]
    assert verify(process.database, process.keys, "SN").problems == ()
    with process.begin() as session:
        rows = reading.who_opened(session, MOUSSA, "SN", CASE, reading.Asking()).rows
        assert [row.actor_id for row in rows] == [MOUSSA] * 3
        later = session.execute(
            sa.select(Entry.header, Entry.sealed).where(Entry.log == "SN", Entry.seq > 0)
        ).all()
    for raw, blob in later:
        known = {
            *first.tags(TagPurpose.AUDIT_RECORD, [f"SN:{CASE.hex}"]),
            *first.tags(TagPurpose.AUDIT_ACTOR, [f"SN:{MOUSSA.hex}"]),
        }
        found = headers.decode(raw)
        assert not known & {found.actor_tag, *found.tags}
        with pytest.raises(UnsealError):
            first.unseal(raw, blob)
    process.close()


def test_while_the_day_lasts_every_process_reads_it(sealed):
    sealed.write()

    assert [row.actor_id for row in sealed.who_opened().rows] == [MOUSSA]
    process = sealed.vault.another_process()
    assert (
        process.keys.trail.at_epoch("SN", TODAY).key
        == sealed.vault.keys.trail.at_epoch("SN", TODAY).key
    )
    process.close()


def test_when_the_day_is_over_the_server_reads_nothing_of_it(sealed):
    sealed.write()
    sealed.next_day()

    process = sealed.vault.another_process()
    for vault in (sealed.vault, process):
        with pytest.raises(ForgottenError):
            vault.keys.trail.at_epoch("SN", TODAY)
    process.close()
    page = sealed.read()
    assert [row.act for row in page.rows] == [Act.KEY_DESTROYED]
    assert (page.closed, page.damaged) == (1, ())


@pytest.mark.parametrize("who", [NDEYE, MAME])
def test_a_focal_point_reads_past_days_with_a_passphrase(sealed, who):
    sealed.write()
    sealed.next_day()

    assert sealed.open(who, "another passphrase") is None
    page = sealed.who_opened(sealed.open(who))

    assert MOUSSA in [row.actor_id for row in page.rows]
    assert (page.closed, page.closed_days) == (0, 0)


def test_the_recovery_sheet_reads_past_days(sealed):
    sealed.write()
    sealed.next_day()
    recipients = sealed.vault.keys.trail.recipients
    known = recipients.of("SN")

    opened = recipients.unfold(known, sealed.sheet)

    assert recipients.unfold(known, new_seed()) is None
    assert MOUSSA in [row.actor_id for row in sealed.who_opened(opened).rows]


def test_in_a_past_day_nobody_is_found_by_tag_without_a_key(sealed):
    """The blind tags change every day with the key: the server cannot count who opened whom."""
    sealed.write()
    with sealed.vault.begin() as session:
        first = headers.decode(session.scalars(sa.select(Entry.header)).one())
    sealed.next_day()
    sealed.write()

    page = sealed.who_opened()

    assert page.closed_days == 1
    assert [row.at.date() for row in page.rows if row.actor_id == MOUSSA] == [clock.today()]
    with sealed.vault.begin() as session:
        raw = session.scalars(sa.select(Entry.header).order_by(Entry.seq)).all()
    again = [one for one in map(headers.decode, raw[1:]) if len(one.tags) == len(first.tags)]
    assert not {first.actor_tag, *first.tags} & {tag for one in again for tag in one.tags}


def test_what_was_written_before_the_keys_stays_readable(vault, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    write(vault)
    for holder in (NDEYE, MAME):
        enrol(vault, holder)
    give_sheet(vault)
    write(vault)

    assert vault.keys.trail.at_epoch("SN", 1).epoch == 1
    assert verify(vault.database, vault.keys, "SN").is_sound


def test_a_forgotten_key_leaves_no_trace_in_the_files(sealed, tmp_path):
    sealed.write()
    with sealed.vault.key_database.begin() as session:
        wrapped = session.scalars(sa.select(TrailEpoch.wrapped)).one()
    sealed.next_day()

    with sealed.vault.key_database.begin() as session:
        row = session.scalars(sa.select(TrailEpoch).where(TrailEpoch.epoch == TODAY)).one()
    assert (row.wrapped, row.forgotten_at) == (None, clock.now() - timedelta(minutes=709))
    if sealed.vault.database.is_sqlite:
        for path in tmp_path.glob("keys.db*"):
            assert wrapped not in path.read_bytes(), path.name


def test_the_copies_are_there_before_the_first_entry(sealed):
    """Killed at any moment: a day key is never used that nobody but the server has."""
    sealed.vault.keys.trail.newest("SN")

    with sealed.vault.key_database.begin() as session:
        assert len(session.scalars(sa.select(TrailCopy.recipient_id)).all()) == 3


def test_a_transaction_that_lasts_over_midnight_is_written_whole(sealed):
    sealed.at(datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC))
    with sealed.vault.begin() as session:
        record(session, MOUSSA, Act.PERSON_OPENED, societies=["SN"], subjects=[CASE])
        sealed.at(datetime(2026, 3, 4, 0, 0, 1, tzinfo=UTC))

    assert keeping.close_days(sealed.vault) == 0, "within the grace nothing is forgotten"
    assert MOUSSA in [row.actor_id for row in sealed.who_opened().rows]


def test_many_processes_in_the_morning_make_one_key(sealed):
    processes = [sealed.vault.another_process() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        keys = list(pool.map(lambda one: one.keys.trail.newest("SN")[0].key, processes))

    assert len(set(keys)) == 1
    for one in processes:
        one.close()


def test_a_clock_that_goes_back_opens_no_forgotten_day(sealed):
    sealed.write()
    sealed.next_day()
    sealed.at(NOON)

    with pytest.raises(UnavailableError, match="clock"):
        sealed.write()


def test_a_key_put_into_the_database_by_hand_gets_nothing(sealed):
    values = {"id": uuid4(), "society": "SN", "kind": "focal", "holder": uuid4()}
    with sealed.vault.key_database.begin() as session:
        first = session.scalars(sa.select(TrailRecipient)).first()
        public = public_of(new_seed())
        session.add(
            TrailRecipient(
                **values, public=public, locked=first.locked, state=RecipientState.ACTIVE,
                asked_by=NDEYE, asked_at=NOON, active_at=NOON, ended_at=None, proof=first.proof,
            )
        )  # fmt: skip
    with sealed.vault.key_database.begin() as session:
        changed = session.scalars(sa.select(TrailRecipient).where(TrailRecipient.holder == MAME))
        changed.one().public = public

    sealed.write()

    assert {one.holder for one in sealed.vault.keys.trail.recipients.of("SN")} == {NDEYE, None}
    with sealed.vault.key_database.begin() as session:
        assert values["id"] not in session.scalars(sa.select(TrailCopy.recipient_id)).all()


def test_a_new_key_gets_past_days_when_somebody_opens_theirs(sealed):
    sealed.write()
    sealed.next_day()
    fatou = uuid4()
    enrol(sealed.vault, fatou, "four other words of hers")
    mine = sealed.open(fatou, "four other words of hers")
    assert MOUSSA not in [row.actor_id for row in sealed.who_opened(mine).rows]

    assert sealed.vault.keys.trail.days.share("SN", sealed.open()) == 1

    assert MOUSSA in [row.actor_id for row in sealed.who_opened(mine).rows]


def test_a_new_key_takes_the_place_of_the_former_and_gets_the_running_day(sealed):
    sealed.write()
    enrol(sealed.vault, NDEYE, "quite another passphrase")
    states = [one.state for one in sealed.vault.keys.trail.recipients.of("SN")]
    assert states.count(RecipientState.ENDED) == 1
    sealed.next_day()

    assert MOUSSA in [
        row.actor_id
        for row in sealed.who_opened(sealed.open(NDEYE, "quite another passphrase")).rows
    ]


def test_ending_keys_never_lets_the_server_read_again(sealed):
    sealed.write()
    recipients = sealed.vault.keys.trail.recipients
    mame = next(one for one in recipients.of("SN") if one.holder == MAME)
    recipients.ask_end(mame, NDEYE)
    ending = recipients.get("SN", mame.id)
    recipients.agree(ending, ending.fingerprint)
    sealed.next_day()
    sealed.write()

    assert epochs(sealed.vault)[-1] == TODAY + 1
    assert MOUSSA in [row.actor_id for row in sealed.who_opened(sealed.open()).rows]


def test_whoever_watches_looks_before_the_day_is_forgotten(sealed, monkeypatch):
    seen = []

    def look(session, society):
        seen.append((society, sealed.vault.keys.trail.at_epoch(society, TODAY).epoch))

    monkeypatch.setattr(keeping, "_lookers", [look])
    sealed.write()
    sealed.next_day()

    assert seen == [("SN", TODAY)]


def test_a_watch_that_fails_keeps_the_day_for_one_day_more_and_no_longer(sealed, monkeypatch):
    def fail(_session, _society):
        raise RuntimeError("a bug")

    monkeypatch.setattr(keeping, "_lookers", [fail])
    sealed.write()
    sealed.next_day()
    assert sealed.vault.keys.trail.at_epoch("SN", TODAY).epoch == TODAY
    sealed.next_day()

    with pytest.raises(ForgottenError):
        sealed.vault.keys.trail.at_epoch("SN", TODAY)


def test_a_log_of_sealed_days_is_verified_without_their_keys(sealed):
    for _ in range(3):
        sealed.write()
        sealed.next_day()

    report = verify(sealed.vault.database, sealed.vault.keys, "SN")

    assert (report.problems, report.entries) == ((), 6)


def test_an_entry_of_a_forgotten_day_cannot_be_put_at_the_end(sealed):
    for _ in range(12):
        sealed.write()
    sealed.next_day()
    with sealed.vault.database.engine.begin() as connection:
        forge_at_the_end(connection, 13, like=5)

    found = [str(one) for one in verify(sealed.vault.database, sealed.vault.keys, "SN").problems]

    assert any("was not written by this installation." in one for one in found), found


def test_an_open_key_is_shut_after_fifteen_minutes_and_worthless_in_parts(sealed):
    recipients, session_id = sealed.vault.keys.trail.recipients, uuid4()
    opened = sealed.open()
    secret = recipients.keep_open(session_id, opened)
    process = sealed.vault.another_process()
    anywhere = process.keys.trail.recipients

    assert anywhere.opened(session_id, "SN", secret)[0] == opened
    assert anywhere.opened(session_id, "SN", new_seed()) is None
    assert anywhere.opened(uuid4(), "SN", secret) is None
    assert anywhere.opened(session_id, "GM", secret) is None
    sealed.at(NOON + timedelta(minutes=15))
    assert anywhere.opened(session_id, "SN", secret) is None
    process.close()


def test_a_key_that_nobody_agreed_to_gets_nothing(sealed):
    made = sealed.vault.keys.trail.recipients.propose_focal("SN", uuid4(), "some words", CHEAP)
    sealed.write()

    with sealed.vault.key_database.begin() as session:
        assert made.id not in session.scalars(sa.select(TrailCopy.recipient_id)).all()
