import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.merkle import EMPTY_ROOT, Frontier, leaf_hash, root

# The inputs and roots that Certificate Transparency's implementations have tested against since
# 2013 (google/certificate-transparency, merkletree/merkle_tree_test.cc).
INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_tree_is_that_of_rfc_6962(size):
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert Frontier().grown(LEAVES[:size]).root().hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root([]) == Frontier().root() == EMPTY_ROOT


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_tree_that_grew_is_the_tree_that_was_counted_at_once(before, more):
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(before + more)]

    grown = Frontier().grown(leaves[:before]).grown(leaves[before:])

    assert grown.root() == root(leaves)
    assert Frontier.from_bytes(grown.size, grown.to_bytes()) == grown


@pytest.mark.parametrize(("size", "length"), [(1, 0), (0, 32), (3, 32), (4, 33)])
def test_a_frontier_of_the_wrong_size_is_refused(size, length):
    with pytest.raises(ValueError, match="does not fit"):
        Frontier.from_bytes(size, bytes(length))
