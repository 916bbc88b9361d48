"""Proof that one tree of a log is the beginning of another (RFC 6962, section 2.1.2)."""

from collections.abc import Sequence

from rfl.crypto.merkle import Frontier, node_hash, root

MOST_LINES = 63
"""So many hashes prove any tree that will ever be (C2SP tlog-witness)."""


def prove(old: Frontier, added: Sequence[bytes]) -> list[bytes]:
    """Return the proof from the tree `old` to the one with the leaves `added` behind it.

    Needs nothing of the old leaves but the tree's frontier, so it costs what was added.
    """
    if old.size == 0 or not added:
        return []
    return _Prover(old, added).prove(old.size, old.size + len(added), 0, is_whole=True)


class _Prover:
    """Knows every node that a proof can need: those of the old frontier, and of what was added."""

    def __init__(self, old: Frontier, added: Sequence[bytes]) -> None:
        self._size = old.size
        self._added = added
        self._peaks: dict[tuple[int, int], bytes] = {}
        start = 0
        for bit, node in zip(_bits(old.size), old.hashes, strict=True):
            self._peaks[start, bit] = node
            start += bit

    def prove(self, old: int, new: int, start: int, *, is_whole: bool) -> list[bytes]:
        """Return the proof for the subtree of `new` leaves from `start` on, `old` of them known."""
        if old == new:
            return [] if is_whole else [self._old_node(start, old)]
        half = 1 << ((new - 1).bit_length() - 1)
        if old <= half:
            beside = self._new_node(start + half, start + new)
            return [*self.prove(old, half, start, is_whole=is_whole), beside]
        beside = self._old_node(start, half)
        return [*self.prove(old - half, new - half, start + half, is_whole=False), beside]

    def _old_node(self, start: int, length: int) -> bytes:
        """Return the node over old leaves that end where the old tree ends, or fill a subtree."""
        bits = _bits(length)
        nodes = []
        for bit in bits:
            nodes.append(self._peaks[start, bit])
            start += bit
        node = nodes.pop()
        while nodes:
            node = node_hash(nodes.pop(), node)
        return node

    def _new_node(self, start: int, end: int) -> bytes:
        return root(self._added[start - self._size : end - self._size])


def holds(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Tell whether `proof` shows that the tree `old` (size, root) is the beginning of `new`.

    RFC 9162, section 2.1.4.2; written apart from `prove`.
    """
    (first, first_root), (second, second_root) = old, new
    if first == 0:
        return not proof
    if first == second:
        return not proof and first_root == second_root
    if first > second or not proof or len(proof) > MOST_LINES:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return _climb(path, position, last) == (first_root, second_root)


def _climb(path: Sequence[bytes], position: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the two roots that `path` leads to; None if it is too long or too short."""
    first = second = path[0]
    for node in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            first, second = node_hash(node, first), node_hash(node, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, node)
        position, last = position >> 1, last >> 1
    return (first, second) if last == 0 else None


def _bits(size: int) -> list[int]:
    """Return the powers of two that `size` consists of, largest first."""
    return [1 << place for place in reversed(range(size.bit_length())) if size >> place & 1]
