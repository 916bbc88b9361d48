"""The root key on three papers, of which any two restore it and one alone tells nothing.

Shamir's secret sharing as in SLIP-0039 (shamir-mnemonic): 33 words a paper, with a checksum that
finds three wrong words, and a digest that finds papers which do not belong together.
"""

import hashlib
from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from rfl.crypto.sealing import KEY_BYTES
from rfl.errors import RuleBrokenError

NEEDED, PAPERS = 2, 3
MARK_LABEL = b"rfl.root-mark/1"
MARK_HEX = 16


def split(key: bytes) -> list[str]:
    """Return the words of three papers for a root key (32 bytes); any NEEDED restore it."""
    made: list[str] = generate_mnemonics(1, [(NEEDED, PAPERS)], key)[0]
    return made


def combine(papers: Sequence[str]) -> bytes:
    """Return the root key that two papers restore.

    Raises:
        RuleBrokenError: a word is wrong, or the papers are not two of one set; the sentence says
            which it may be.

    """
    folded = [" ".join(paper.lower().split()) for paper in papers]
    try:
        key: bytes = combine_mnemonics(folded)
    except MnemonicError:
        raise RuleBrokenError(
            "These papers do not restore a key. Look for a wrong or missing word (there are 33 on "
            "each), and that both are different papers of the same day."
        ) from None
    if len(key) != KEY_BYTES:
        raise RuleBrokenError("These papers restore something else than a root key.")
    return key


def mark(key: bytes) -> str:
    """Return by what a root key is known on paper: 64 bits of a hash, which tell nothing of it."""
    return hashlib.sha256(MARK_LABEL + key).hexdigest()[:MARK_HEX]
