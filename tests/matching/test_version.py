"""Names that are read otherwise have another version, so that everybody is indexed anew."""

from hashlib import sha256
from pathlib import Path

import rfl.matching
from rfl.matching.classes import shipped
from rfl.matching.score import VERSION

TABLES = Path(rfl.matching.__file__).parent / "tables"

SEALS = {"2026.6": "6ff9e8e91b5222c0"}
"""Version → the seal of what names are read by in it."""


def test_whoever_changes_how_names_are_read_gives_it_another_version() -> None:
    assert SEALS.get(VERSION) == seal(), (
        "names are read otherwise: give VERSION in rfl/matching/score.py the next number, so that "
        "whoever is indexed by the old one is indexed anew, and write its seal here"
    )


def seal() -> str:
    """Return a digest of every spelling, tie and conflict of the lexicon, and of the tables."""
    names = shipped()
    told = (
        sorted((key, sorted(slugs)) for key, slugs in names.by_key.items()),
        sorted((word, sorted(slugs)) for word, slugs in names.by_word.items()),
        [(slug, name.is_family, name.forms) for slug, name in sorted(names.classes.items())],
        sorted((sorted(pair), tie) for pair, tie in names.ties.items()),
        sorted((sorted(pair), why) for pair, why in names.conflicts.items()),
    )
    whole = sha256(repr(told).encode())
    for table in ("letters.tsv", "prices.tsv", "habits.tsv"):
        whole.update((TABLES / table).read_bytes())
    return whole.hexdigest()[:16]
