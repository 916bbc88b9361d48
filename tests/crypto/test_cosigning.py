"""Cosignatures: C2SP tlog-cosignature, and the keys that go with them."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl.crypto.cosigning import NamedKey, cosign, named, read_key, seen_at
from rfl.crypto.merkle import leaf_hash
from rfl.crypto.note import TreeHead, sign

LOG = Ed25519PrivateKey.from_private_bytes(bytes(32))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = TreeHead("SN", 7, leaf_hash(b"r"), leaf_hash(b"l"))
AT = datetime(2026, 3, 3, 9, 41, 7, tzinfo=UTC)
NAME = "rfl.witness/GM"
KEY = named(NAME, WITNESS.public_key())
NOTE = sign(HEAD, LOG) + cosign(HEAD.text(), NAME, WITNESS, AT)


def test_a_witness_says_when_it_saw_a_head():
    assert seen_at(NOTE, KEY) == AT


def test_what_is_signed_is_the_published_message():
    line = NOTE.splitlines()[-1]
    raw = base64.b64decode(line.split(" ")[2])
    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{HEAD.text()}".encode()

    WITNESS.public_key().verify(raw[12:], message)
    assert raw[:4] == KEY.hash
    assert int.from_bytes(raw[4:12], "big") == int(AT.timestamp())


def test_every_changed_character_is_noticed():
    for place, character in enumerate(NOTE):
        changed = NOTE[:place] + ("x" if character != "x" else "y") + NOTE[place + 1 :]
        in_log_signature = NOTE.index("\n\n") < place < NOTE.rindex("\u2014")
        assert seen_at(changed, KEY) != AT or in_log_signature, place


def test_another_key_or_name_did_not_sign():
    other = named(NAME, LOG.public_key())
    assert seen_at(NOTE, other) is None
    assert seen_at(NOTE, NamedKey("rfl.witness/ML", KEY.kind, KEY.raw)) is None
    assert seen_at(sign(HEAD, LOG), KEY) is None
    assert seen_at("", KEY) is None


def test_a_key_reads_back_as_it_was_written():
    assert read_key(KEY.written()) == KEY
    assert read_key(f" {KEY.written()}\n") == KEY


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a+b",
        "a+b+c",
        KEY.written()[:-4],
        KEY.written().replace("GM", "ML"),
        "+" + KEY.written(),
    ],
)
def test_what_is_no_key_is_refused(words):
    with pytest.raises(ValueError, match="not a verifier key"):
        read_key(words)
