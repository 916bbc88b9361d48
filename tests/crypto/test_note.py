import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl.crypto.note import TreeHead, open_note, sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = TreeHead("SN", 128, hashlib.sha256(b"root").digest(), hashlib.sha256(b"leaf").digest())


def test_a_signed_head_opens():
    assert open_note(sign(HEAD, KEY), "SN", KEY.public_key()) == HEAD


def test_a_head_reads_as_a_c2sp_checkpoint():
    lines = sign(HEAD, KEY).split("\n")

    assert lines[:2] == ["rfl.audit/SN", "128"]
    assert base64.b64decode(lines[2]) == HEAD.root
    assert lines[4] == ""
    mark, name, signature = lines[5].split(" ")
    assert (mark, name) == ("\u2014", "rfl.audit/SN")
    raw = base64.b64decode(signature)
    public = KEY.public_key().public_bytes_raw()
    assert raw[:4] == hashlib.sha256(b"rfl.audit/SN\n\x01" + public).digest()[:4]
    KEY.public_key().verify(raw[4:], "\n".join([*lines[:4], ""]).encode())


def test_every_changed_character_is_noticed():
    note = sign(HEAD, KEY)

    for place, character in enumerate(note):
        changed = note[:place] + ("x" if character != "x" else "y") + note[place + 1 :]
        with pytest.raises(ValueError, match=r"."):
            open_note(changed, "SN", KEY.public_key())


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "rfl.audit/SN\n",
        sign(HEAD, KEY) + "x",
        sign(HEAD, KEY)[:-1],
        "a\n\n\u2014 b c\n",
    ],
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises(ValueError, match=r"."):
        open_note(note, "SN", KEY.public_key())


def test_a_head_of_another_log_or_key_is_refused():
    stranger = Ed25519PrivateKey.generate()

    with pytest.raises(ValueError, match="of this log"):
        open_note(sign(HEAD, KEY), "GM", KEY.public_key())
    with pytest.raises(ValueError, match="another key"):
        open_note(sign(HEAD, stranger), "SN", KEY.public_key())
