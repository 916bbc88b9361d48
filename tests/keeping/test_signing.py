"""Backups are signed: whoever writes in their places makes none, and hides no newer one."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl import clock
from rfl.crypto.hybrid import written
from rfl.errors import RuleBrokenError
from rfl.keeping import backing_up, signing


def twice(places):
    """Make a backup, and another a minute later."""
    first, later = places.back_up().files, clock.now() + timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        return first, places.back_up().files


def test_a_forged_backup_is_refused_before_anything_is_written(world, places):
    """Whoever writes there has the public half that backups are sealed to, and older ones."""
    first, (main, keys, dead, *lists) = twice(places)
    whole = {path: path.read_bytes() for path in (main, keys, dead, *lists)}
    for path, other in zip((main, keys, dead), first, strict=False):
        path.write_bytes(other.read_bytes())
        with pytest.raises(RuleBrokenError, match="was not signed by the installation"):
            places.restored()
        path.write_bytes(whole[path])

    main.write_bytes(first[0].read_bytes())
    hashes = {path.name.split(".")[1]: signing.hash_of(path) for path in (main, keys, dead)}
    made_at = backing_up.made_at(main) or clock.now()
    forged = signing.signed(signing.BackupList(made_at, hashes), Ed25519PrivateKey.generate())
    stale = first[3].read_bytes()
    for wrong in (forged, stale, stale.replace(b"main", b"keys"), b"", b"\xff"):
        for path in lists:
            path.write_bytes(wrong)
        with pytest.raises(RuleBrokenError, match="was not signed by the installation"):
            places.restored(main)

    for path, data in whole.items():
        path.write_bytes(data)
    assert places.restored().problems == []


def test_an_older_backup_put_in_the_place_of_a_newer_one_is_seen(world, places):
    """Everything newer was taken away from one of the two places."""
    first, (main, _, dead, *lists) = twice(places)
    taken = {path: path.read_bytes() for path in (main, dead, lists[0])}
    for path in taken:
        path.unlink()

    for chosen in (None, first[0]):
        with pytest.raises(RuleBrokenError, match="A newer backup was made"):
            places.restored(chosen)

    dead.write_bytes(taken[dead])
    assert places.restored(first[0]).problems == []


def test_an_older_one_renamed_to_be_newer_is_refused(world, places):
    old = places.back_up().files
    for path in old:
        path.rename(path.with_name(path.name.replace("rfl-20", "rfl-21", 1)))

    with pytest.raises(RuleBrokenError, match="was not signed by the installation"):
        places.check()


def test_a_paper_older_than_signing_needs_the_signers_sheet(world, places, console, tmp_path):
    places.back_up()
    console.at(world.installation.config, written(places.seed))
    words = "restore", places.main, "--keys-from", places.keys, "--check"
    sheet = tmp_path / "signer.html"

    refused = console(*words)
    assert refused.exit_code == 1
    assert "This paper does not say who signs backups" in refused.output
    assert console("keys", "backup-signer", "--sheet", sheet).exit_code == 0
    said = sheet.read_text().split("<pre>")[1].split("</pre>")[0]
    assert console(*words, "--signer", said).output.endswith("This backup can be restored.\n")
    answer = console(*words, "--unsigned")
    assert answer.exit_code == 0
    assert "Nobody looked who made it" in answer.output
    assert console(*words, "--signer", written(bytes(32))).exit_code == 1
