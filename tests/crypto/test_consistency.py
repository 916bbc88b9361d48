"""Proofs that one tree is the beginning of another: RFC 6962, against a second way of counting."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.consistency import holds, prove
from rfl.crypto.merkle import Frontier, leaf_hash, root

LEAVES = [leaf_hash(bytes((number,))) for number in range(70)]
RFC_LEAVES = [
    leaf_hash(bytes.fromhex(one))
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
RFC_PROOFS = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
"""From the test data of Certificate Transparency's reference implementation."""


@pytest.mark.parametrize(("sizes", "expected"), RFC_PROOFS.items())
def test_known_proofs(sizes, expected):
    old, new = sizes
    found = prove(Frontier().grown(RFC_LEAVES[:old]), RFC_LEAVES[old:new])

    assert [node.hex() for node in found] == list(expected)


@given(st.integers(0, 70), st.integers(0, 70))
def test_every_proof_holds_and_no_other_does(one, other):
    old, new = sorted((one, other))
    frontier = Frontier().grown(LEAVES[:old])
    proof = prove(frontier, LEAVES[old:new])
    ends = (old, root(LEAVES[:old])), (new, root(LEAVES[:new]))

    assert holds(*ends, proof)
    assert frontier.grown(LEAVES[old:new]).root() == root(LEAVES[:new])
    if old and old < new:
        forged = hashlib.sha256(b"another tree").digest()
        assert not holds((old, forged), ends[1], proof)
        assert not holds(ends[0], (new, forged), proof)
        assert not holds(*ends, proof[:-1])
        assert not holds(*ends, [*proof, forged])
        assert not holds(ends[1], ends[0], proof)
        for place in range(len(proof)):
            assert not holds(*ends, [*proof[:place], forged, *proof[place + 1 :]])


def test_a_proof_to_the_same_size_is_empty():
    end = (5, root(LEAVES[:5]))
    assert holds(end, end, [])
    assert not holds(end, end, [LEAVES[0]])
    assert not holds(end, (5, root(LEAVES[1:6])), [])
    assert holds((0, b""), end, [])
    assert not holds((0, b""), end, [LEAVES[0]])
