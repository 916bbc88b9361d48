"""Keys of people: sealed to a public key, opened with a private one that fits on paper."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.hybrid import fingerprint, new_seed, open_with, public_of, read, seal_to, written
from rfl.crypto.sealing import UnsealError

SEED = bytes(range(32))


def test_what_was_sealed_to_a_key_opens_with_it_alone():
    sealed = seal_to(public_of(SEED), b"day", b"secret")

    assert open_with(SEED, b"day", sealed) == b"secret"
    with pytest.raises(UnsealError):
        open_with(new_seed(), b"day", sealed)
    with pytest.raises(UnsealError):
        open_with(SEED, b"another day", sealed)


def test_every_changed_byte_is_noticed():
    sealed = seal_to(public_of(SEED), b"day", b"s")

    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(UnsealError):
            open_with(SEED, b"day", bytes(changed))
    for end in (0, 1, len(sealed) - 1):
        with pytest.raises(UnsealError):
            open_with(SEED, b"day", sealed[:end])


def test_it_is_both_a_lattice_and_a_curve_key():
    """ML-KEM-768 ciphertext(1088) ‖ X25519 share(32) ‖ AES-256-GCM: the sizes of X-Wing."""
    assert len(public_of(SEED)) == 1184 + 32
    assert len(seal_to(public_of(SEED), b"", b"")) == 1088 + 32 + 16


def test_a_private_key_gives_the_public_key_of_xwing():
    """First vector of draft-connolly-cfrg-xwing-kem, appendix C: the hash of its public key."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")

    assert public_of(seed).hex().startswith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b")


def test_a_written_key_reads_back_however_it_is_typed():
    words = written(SEED)

    assert read(words) == SEED
    assert read(words.lower().replace(" ", "-")) == SEED
    assert read(words.replace("O", "0").replace("I", "1").replace("B", "8")) == SEED
    assert all(len(group) == 4 for group in words.split())


@given(st.integers(0, 55), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_mistyped_letter_is_noticed(place, letter):
    letters = written(SEED).replace(" ", "")
    typed = letters[:place] + letter + letters[place + 1 :]
    if typed == letters:
        assert read(typed) == SEED
        return
    with pytest.raises(ValueError, match="whole key"):
        read(typed)


@pytest.mark.parametrize("typed", ["", "AAAA", "9999 9999", "ÄÖÜ"])
def test_what_is_no_key_is_refused(typed):
    with pytest.raises(ValueError, match=r"key|padding|digit|ASCII|base32"):
        read(typed)


def test_a_fingerprint_is_a_hash_of_the_public_key():
    public = public_of(SEED)

    assert len(fingerprint(public).replace(" ", "")) == 16
    assert fingerprint(public) != fingerprint(public_of(new_seed()))
    assert hashlib.sha256(public).digest()
