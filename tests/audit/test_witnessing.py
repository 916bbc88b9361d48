"""Others keep the heads of a log, so that what was done to all of this server is seen elsewhere."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from rfl import clock
from rfl.audit.commands import audit
from rfl.audit.keeping import Keeper
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.audit.witnessing import ask, is_due, read_request, request_body, witness_due
from rfl.config import from_environment
from rfl.crypto.cosigning import named, seen_at
from rfl.crypto.note import ED25519, origin
from rfl.errors import UnavailableError
from rfl.installation import create_installation
from rfl.keys.models import AuditHead
from rfl.keys.rules import Trouble
from rfl.keys.witnesses import WITNESS_NAME
from tests.audit.sealed import NOON
from tests.audit.test_verify import _head, _restore, _snapshot


def write(vault, count=1, log="SN"):
    for _ in range(count):
        with vault.begin() as session:
            record(session, uuid4(), Act.PERSON_OPENED, societies=[log], subjects=[uuid4()])


def problems(vault, log="SN"):
    return [str(problem) for problem in verify(vault.database, vault.keys, log).problems]


@pytest.fixture
def watched(vault, tmp_path):
    """The log of SN, witnessed by two societies here and by a folder."""
    trail = vault.keys.trail
    log = named(origin("SN"), trail.public_key, ED25519)
    for code, label in (("GM", "The Gambia"), ("ZZ", "The installation")):
        trail.witnesses.trust(code, log)
        trail.witnesses.add("SN", label, trail.witnesses.own_key(code), f"local:{code}")
    folder = tmp_path / "once"
    folder.mkdir()
    trail.witnesses.add("SN", "folder", None, f"file:{folder}")
    write(vault, 3)
    return vault


def show(vault, log="SN"):
    """Show the newest head to every witness; return what was wrong, by their names."""
    head = vault.keys.trail.heads(log)[-1]
    return {one.label: ask(vault, one, head) for one in vault.keys.trail.witnesses.of(log)}


WELL = {"The Gambia": None, "The installation": None, "folder": None}


def test_witnesses_sign_each_head_that_follows_the_one_before(watched, tmp_path):
    for _ in range(3):
        assert show(watched) == WELL
        write(watched, 5)

    gambia = watched.keys.trail.witnesses.of("SN")[0]
    assert gambia.frontier.size == 13
    assert seen_at(gambia.note, gambia.key) == gambia.seen_at
    report = verify(watched.database, watched.keys, "SN")
    assert (report.problems, report.seen_by != "") == ((), True)
    assert len(list((tmp_path / "once").glob("SN-*.note"))) == 3


def test_the_whole_installation_rolled_back_is_seen_by_the_witness(watched):
    """Both databases put back to older copies that match each other: only others can tell."""
    rows, head = _snapshot(watched), _head(watched)
    elsewhere = _elsewhere(watched)
    write(watched, 4)
    show(watched)
    kept = elsewhere()
    _restore(watched, rows)
    with watched.key_database.begin() as session:
        session.execute(sa.update(AuditHead).where(AuditHead.log == "SN").values(head))
    _forget_witnesses(watched)

    assert problems(watched) == []
    kept()
    assert show(watched)["The Gambia"] is Trouble.AHEAD
    assert any("The Gambia has seen a longer log" in one for one in problems(watched))


def _elsewhere(vault):
    """Return a way to keep what the witnesses hold, as if they were on another machine."""
    table = sa.table("trail_witnessed", sa.column("society"), sa.column("size"), sa.column("note"))

    def keep():
        with vault.key_database.begin() as session:
            rows = session.execute(sa.select(table.c.society, table.c.size, table.c.note)).all()

        def put_back():
            with vault.key_database.begin() as session:
                for society, size, note in rows:
                    change = sa.update(table).where(table.c.society == society)
                    session.execute(change.values(size=size, note=note))

        return put_back

    return keep


def _forget_witnesses(vault):
    for one in vault.keys.trail.witnesses.of("SN"):
        vault.keys.trail.witnesses.note(
            one, {"size": 0, "frontier": b"", "note": "", "seen_at": None, "trouble": None}
        )


def test_a_split_view_is_signed_by_one_witness_only(watched):
    """Two versions of one log, each shown to one witness: neither signs what the other saw."""
    start, head = _snapshot(watched), _head(watched)
    write(watched, 4)
    gambia = watched.keys.trail.witnesses.of("SN")[0]
    assert ask(watched, gambia, watched.keys.trail.heads("SN")[-1]) is None
    _restore(watched, start)
    with watched.key_database.begin() as session:
        session.execute(sa.update(AuditHead).where(AuditHead.log == "SN").values(head))
    write(watched, 4)

    found = show(watched)

    assert found["The installation"] is None
    assert found["The Gambia"] is Trouble.DIFFERS
    assert any("The Gambia has seen another log" in one for one in problems(watched))


def test_a_witness_that_remembers_more_than_we_do_is_followed_up(watched):
    show(watched)
    write(watched, 3)
    _forget_witnesses(watched)

    assert show(watched) == WELL


def test_a_head_signed_with_another_key_gets_no_signature(watched):
    show(watched)
    stranger = watched.keys.trail.witnesses
    head = watched.keys.trail.heads("SN")[-1]
    line = head.note.rstrip("\n").splitlines()[-1]

    forged = head.note.replace(line, line[:-8] + "AAAAAAA=")

    assert stranger.judge("GM", 3, [], forged).status == 403
    assert stranger.judge("SN", 3, [], head.note).status == 404
    assert stranger.judge("GM", 3, [bytes(32)], head.note).status == 422
    assert stranger.judge("GM", 2, [], head.note).body == "3\n"
    assert stranger.judge("GM", 4, [], head.note).status == 400
    assert stranger.judge("GM", 3, [], head.note).status == 200


def test_heads_are_given_away_when_they_are_due(watched, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    tried: dict[UUID, datetime] = {}
    assert witness_due(watched, tried) == 3
    write(watched)
    assert witness_due(watched, tried) == 0
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=60))
    assert witness_due(watched, tried) == 3
    assert witness_due(watched, tried) == 0
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=17))
    assert witness_due(watched, tried) == 3, "a quiet log is shown too"
    one = watched.keys.trail.witnesses.of("SN")[0]
    assert is_due(one, one.frontier.size + 256, clock.now())
    assert not is_due(one, one.frontier.size + 255, clock.now())


def test_the_keeper_gives_heads_away_by_itself(watched):
    keeper = Keeper(watched)
    keeper.tick()

    assert all(one.seen_at for one in watched.keys.trail.witnesses.of("SN"))


def test_a_witness_silent_for_too_long_stops_everything_until_it_speaks(watched, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    show(watched)
    watched.keys.trail.patience = timedelta(minutes=5)
    write(watched)
    write(watched, log="GM")
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=6))

    with pytest.raises(UnavailableError, match="No witness has seen"):
        write(watched)
    write(watched, log="GM")

    show(watched)
    write(watched)


def test_a_folder_that_is_gone_is_told(watched, tmp_path):
    (tmp_path / "once").rename(tmp_path / "away")

    assert show(watched)["folder"] is Trouble.AWAY


def test_a_request_reads_back_as_it_was_written():
    proof = [bytes(32), b"x" * 32]
    assert read_request(request_body(7, proof, "a\n7\n")) == (7, proof, "a\n7\n")
    for bad in ("", "old 07\n\nx", "old x\n\nx", "new 7\n\nx", "old 7\nAAAA\n\nx", "old 7\n?\n\nx"):
        with pytest.raises(ValueError, match=r"."):
            read_request(bad)


def test_two_installations_witness_each_other_over_http(watched, site):
    """A request as it goes over the wire, to another installation's own door."""
    watched_log = named(origin("SN"), watched.keys.trail.public_key, ED25519)
    there = site.world.installation.keys.trail.witnesses
    there.trust("GM", watched_log)
    head = watched.keys.trail.heads("SN")[-1]
    client = site.app.test_client()

    answer = client.post("/witness/GM/add-checkpoint", data=request_body(0, [], head.note))
    again = client.post("/witness/GM/add-checkpoint", data=request_body(0, [], head.note))

    assert answer.status_code == 200
    key = named(WITNESS_NAME + "GM", there.own_key("GM").key)
    assert seen_at(head.note + answer.text, key) is not None
    assert (again.status_code, again.text, again.mimetype) == (409, "3\n", "text/x.tlog.size")
    assert client.post("/witness/GM/add-checkpoint", data="old x").status_code == 400
    assert (
        client.post("/witness/ML/add-checkpoint", data=request_body(0, [], head.note)).status_code
        == 404
    )
    assert client.post("/witness/GM/add-checkpoint", data=b"x" * 20_000).status_code == 413
    ((society, _key, size, note),) = there.witnessed()
    assert (society, size, seen_at(note, key) is not None) == ("GM", 3, True)


def test_the_commands_join_a_log_and_its_witness(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    made = create_installation(from_environment())
    for code in ("SN", "GM"):
        made.keys.ensure_society(code)
    write(made, 2)
    made.close()

    def run(*words):
        return CliRunner().invoke(audit, ["witness", *words])

    log, witness = (line.split()[1] for line in run("keys", "--society", "SN").output.splitlines())
    assert run("trust", log, "--society", "GM").exit_code == 0
    place = ("--society", "SN", "--address")
    assert run("add", "The Gambia", *place, "local:GM").exit_code == 0
    assert run("add", "Elsewhere", *place, "ftp://x").exit_code != 0
    assert run("add", "Elsewhere", *place, "https://rfl.example/witness/ML").exit_code != 0
    assert run("add", "Elsewhere", *place, "https://rfl.example/w", "--key", log).exit_code != 0
    assert witness.startswith("rfl.witness/SN+")

    said = run("now")
    assert (said.exit_code, said.output) == (0, "SN: The Gambia: has seen 3 entries\n")
    assert run("notes", str(tmp_path)).output.startswith("rfl.audit-SN-")
    assert run("remove", "The Gambia", "--society", "SN").exit_code == 0
    assert run("remove", "The Gambia", "--society", "SN").exit_code != 0
    assert run("now").output == ""
