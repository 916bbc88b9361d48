"""A bundle of a log is proved elsewhere, by one file that knows nothing of the server."""

import ast
import json
import shutil
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl import proving
from rfl.audit.commands import audit
from rfl.audit.exporting import export
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.config import from_environment
from rfl.crypto import header as headers
from rfl.crypto.cosigning import named, read_key
from rfl.crypto.merkle import leaf_hash, root
from rfl.crypto.note import ED25519, TreeHead, origin, sign
from rfl.errors import RuleBrokenError
from rfl.installation import create_installation
from rfl.keys.models import AuditHead
from rfl.proving import sentences, verify
from tests.audit.tampering import SIZE, delete_and_rechain, truncate
from tests.audit.test_verify import _head, _restore, _snapshot
from tests.audit.test_verify import log as bare_log
from tests.audit.test_witnessing import show, watched, write
from tests.keys.vault import ENTRY

__all__ = ["bare_log", "watched"]


@pytest.fixture
def bundle(watched, tmp_path):
    """A bundle of a dozen entries, of which ten are witnessed."""
    write(watched, 7)
    show(watched)
    write(watched, 2)
    path = tmp_path / "sn.zip"
    assert export(watched.database, watched.keys, "SN", path) == SIZE
    return path


def unpack(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def entries_of(raw):
    found, place = [], 0
    while place < len(raw):
        header, sealed = struct.unpack_from(">II", raw, place)
        found.append((header, raw[place + 8 : place + 8 + header + sealed]))
        place += 8 + header + sealed
    return found


def repack(bundle, entries, members=None, *, short=0):
    """Write a bundle anew, with other entries or members, `short` bytes too few."""
    parts = unpack(bundle)
    raw = b"".join(
        struct.pack(">II", header, len(entry) - header) + entry for header, entry in entries
    )
    raw = raw[: len(raw) - short]
    about = json.loads(parts["about.json"]) | {"entries": len(entries)}
    path = bundle.with_name("changed.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {
            **parts, "entries": raw, "about.json": json.dumps(about), **(members or {})
        }.items():  # fmt: skip
            archive.writestr(name, content)
    return path


def test_an_untouched_bundle_is_whole(bundle, watched):
    found = verify(bundle)

    assert found.problems == []
    assert (found.entries, found.signed, found.witnessed) == (SIZE, SIZE, SIZE - 2)
    assert set(found.witnesses) == {"rfl.witness/GM", "rfl.witness/ZZ"}
    said = sentences(found)
    assert said[0].startswith("SN: all 12 entries since ")
    assert any("rfl.witness/GM saw 10 of them, last on " in line for line in said)
    assert any("Compare them" in line for line in said)


def test_keys_that_came_another_way_are_asked_for_and_count(bundle, watched):
    log = named(origin("SN"), watched.keys.trail.public_key, ED25519).written()
    gambia = watched.keys.trail.witnesses.own_key("GM").written()

    found = verify(bundle, [log, gambia], by_hand=True)

    assert (found.problems, set(found.witnesses)) == ([], {"rfl.witness/GM"})
    stranger = named(origin("SN"), Ed25519PrivateKey.generate().public_key(), ED25519)
    assert verify(bundle, [stranger.written()], by_hand=True).problems


def edit(entries):
    header, entry = entries[5]
    entries[5] = (header, entry[:-1] + bytes((entry[-1] ^ 1,)))


def delete(entries):
    del entries[5]


def delete_first(entries):
    del entries[0]


def cut_off(entries):
    del entries[-1]


def cut_all(entries):
    entries.clear()


def reorder(entries):
    entries[5], entries[6] = entries[6], entries[5]


def copy(entries):
    entries.insert(5, entries[5])


def append_a_copy(entries):
    entries.append(entries[5])


def damage(entries):
    entries[5] = (entries[5][0], b"x" * len(entries[5][1]))


def of_another_log(entries):
    header, entry = entries[5]
    entries[5] = (header, entry.replace(b"\x02SN", b"\x02GM", 1))


HARMS = {
    edit: "Entry 7 does not follow the one before it",
    delete: "Before entry 7, entries are missing.",
    delete_first: "Before entry 2, entries are missing.",
    cut_off: "The bundle ends with entry 11, but the log itself signed 12",
    cut_all: "The bundle ends with entry 0, but",
    reorder: "Before entry 7, entries are missing.",
    copy: "Entry 6 is there once too often",
    append_a_copy: "Entry 6 is there once too often",
    damage: "Entry 6 has a damaged header",
    of_another_log: "Entry 6 has a damaged header, or is of another log.",
}


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_tampering_with_the_bundle_is_found(bundle, harm):
    entries = entries_of(unpack(bundle)["entries"])
    harm(entries)

    found = verify(repack(bundle, entries))

    assert any(one.startswith(HARMS[harm]) for one in found.problems), found.problems


def rechained(entries):
    """Return the entries with every header made to fit, as somebody who knows the format would."""
    prev, found = headers.GENESIS, []
    for seq, (length, entry) in enumerate(entries):
        header = replace(headers.decode(entry[:length]), seq=seq, prev=prev)
        found.append((length, header.encode() + entry[length:]))
        prev = leaf_hash(found[-1][1])
    return found


def test_a_log_rewritten_to_fit_itself_does_not_fit_its_heads(bundle):
    entries = entries_of(unpack(bundle)["entries"])
    del entries[5]

    found = verify(repack(bundle, rechained(entries)))

    assert "The first 10 entries are not those that rfl.witness/GM signed." in found.problems
    assert not any("does not follow" in one or "missing" in one for one in found.problems)


def test_heads_signed_anew_with_another_key_are_found(bundle):
    entries = entries_of(unpack(bundle)["entries"])[:-1]
    leaves = [leaf_hash(entry) for _header, entry in entries]
    note = sign(TreeHead("SN", 11, root(leaves), leaves[-1]), Ed25519PrivateKey.generate())

    found = verify(repack(bundle, entries, {"heads/0000.note": note}))

    assert "A head of 11 entries is not signed by this log." in found.problems


def test_a_split_view_is_found_by_laying_two_witnesses_heads_side_by_side(watched, tmp_path):
    """One version of the log was shown to one witness, another to the other."""
    trail = watched.keys.trail
    start, head = _snapshot(watched), _head(watched)
    write(watched, 4)
    one = trail.heads("SN")[-1].note
    one += trail.witnesses.judge("GM", 0, [], one).body
    _restore(watched, start)
    with watched.key_database.begin() as session:
        session.execute(sa.update(AuditHead).where(AuditHead.log == "SN").values(head))
    write(watched, 4)
    other = trail.heads("SN")[-1].note
    other += trail.witnesses.judge("ZZ", 0, [], other).body
    path = tmp_path / "second.zip"
    export(watched.database, watched.keys, "SN", path)

    assert verify(path, notes=[other]).problems == []
    found = verify(path, notes=[other, one])

    (problem,) = found.problems
    assert problem == "The first 7 entries are not those that rfl.witness/GM signed."


def test_a_head_from_elsewhere_shows_that_the_newest_entries_are_gone(bundle, watched):
    write(watched, 3)
    newer = watched.keys.trail.heads("SN")[-1].note

    (problem,) = verify(bundle, notes=[newer]).problems

    assert problem.startswith("The bundle ends with entry 12, but the log itself signed 15")


def test_what_a_database_administrator_did_shows_in_the_bundle(bare_log, tmp_path):
    with bare_log.database.engine.begin() as connection:
        delete_and_rechain(connection)
    export(bare_log.database, bare_log.keys, "SN", tmp_path / "one.zip")
    assert verify(tmp_path / "one.zip").problems

    with bare_log.database.engine.begin() as connection:
        truncate(connection)
    export(bare_log.database, bare_log.keys, "SN", tmp_path / "two.zip")
    assert any(
        "but the log itself signed 12" in one for one in verify(tmp_path / "two.zip").problems
    )


def test_an_empty_log_and_a_long_one_are_whole(vault, tmp_path, monkeypatch):
    monkeypatch.setattr(proving, "CHUNK_BYTES", 301)
    export(vault.database, vault.keys, "GM", tmp_path / "empty.zip")
    assert (verify(tmp_path / "empty.zip").problems, verify(tmp_path / "empty.zip").entries) == (
        [],
        0,
    )

    write(vault, 33, "GM")
    export(vault.database, vault.keys, "GM", tmp_path / "long.zip")
    assert (verify(tmp_path / "long.zip").problems, verify(tmp_path / "long.zip").entries) == (
        [],
        33,
    )


def test_what_is_no_bundle_is_refused(tmp_path, bundle):
    (tmp_path / "x.zip").write_bytes(b"x")
    with pytest.raises(ValueError, match="not a bundle"):
        verify(tmp_path / "x.zip")
    entries = entries_of(unpack(bundle)["entries"])
    about = json.dumps({"format": 2})
    with pytest.raises(ValueError, match="later version"):
        verify(repack(bundle, entries, {"about.json": about}))
    with pytest.raises(ValueError, match="breaks off"):
        verify(repack(bundle, entries, short=3))


def test_nothing_is_overwritten(bundle, watched):
    with pytest.raises(RuleBrokenError, match="there already"):
        export(watched.database, watched.keys, "SN", bundle)


def test_the_proof_needs_python_and_cryptography_and_nothing_of_the_server(bundle, tmp_path):
    """By its imports, and by running a copy of it where rfl is not to be found."""
    source = Path(proving.__file__)
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert names <= sys.stdlib_module_names | {"cryptography"}
    assert len(source.read_text(encoding="utf-8").splitlines()) < 500

    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(source, alone / "prove.py")
    code = (
        "import runpy, sys; sys.argv = ['prove.py', sys.argv[1]]\n"
        "try:\n    runpy.run_path('prove.py', run_name='__main__')\n"
        "finally:\n    assert not any(m == 'rfl' or m.startswith('rfl.') for m in sys.modules)"
    )
    answer = subprocess.run(  # noqa: S603  # our own file
        [sys.executable, "-c", code, str(bundle)],
        cwd=alone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("SN: all 12 entries since ")


def test_both_readers_of_keys_agree(watched):
    words = watched.keys.trail.witnesses.own_key("GM").written()

    assert proving.read_key(words).hash == read_key(words).hash
    with pytest.raises(ValueError, match="not a verifier key"):
        proving.read_key(words.replace("GM", "ML"))


def test_the_commands_export_and_verify(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    made = create_installation(from_environment())
    made.keys.ensure_society("SN")
    for _ in range(3):
        with made.begin() as session:
            record(session, uuid4(), Act.PERSON_OPENED, societies=["SN"], subjects=[uuid4()])
    path = tmp_path / "sn.zip"

    assert CliRunner().invoke(audit, ["export", str(path), "--society", "sn"]).exit_code == 0
    said = CliRunner().invoke(audit, ["verify", str(path)])
    assert (said.exit_code, said.output.startswith("SN: all 4 entries since ")) == (0, True)

    with made.database.engine.begin() as connection:
        connection.execute(sa.update(ENTRY).where(ENTRY.c.seq == 1).values(sealed=b"x"))
    again = tmp_path / "again.zip"
    CliRunner().invoke(audit, ["export", str(again), "--society", "SN"])
    said = CliRunner().invoke(audit, ["verify", str(again)])
    assert (said.exit_code, "Entry 3 does not follow" in said.output) == (3, True)
    made.close()


def test_a_bundle_with_a_changed_byte_is_proved_or_refused_in_words(bundle):
    """What a fuzzer found first: offsets, lengths and ways of packing that lead nowhere."""
    whole = bundle.read_bytes()
    start = whole.index(b"PK\x01\x02")  # the directory, by which all else is found
    path = bundle.with_name("broken.zip")
    for place in range(start, len(whole)):
        for value in (0, 14, 255):
            path.write_bytes(whole[:place] + bytes((value,)) + whole[place + 1 :])
            with suppress(ValueError):
                verify(path)
    for about in ("[]", '"about"', '{"format": 1}', "[" * 100_000):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("about.json", about)
        with pytest.raises(ValueError, match=r".+"):
            verify(path)
    with pytest.raises(FileNotFoundError):
        verify(path.with_name("nowhere.zip"))
