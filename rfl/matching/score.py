"""From two people's particulars to one explained judgement. Pure."""

from rfl.matching.calibration import kin_row, trusted
from rfl.matching.classes import lexicon
from rfl.matching.commonness import CommonSense
from rfl.matching.evidence import everything, prior_bits
from rfl.matching.names import compare_name_lists
from rfl.matching.types import Likeness, Name, Particulars, Rarity, World

VERSION = "2026.6"
"""Of lexicon and model together, as shipped."""

GREATEST_ODDS_BITS = 30.0
COMMON_SENSE = CommonSense()
ANYBODY = World()


def version() -> str:
    """Return by what is judged now: VERSION, and how often the installation added to it.

    Kept with each link, so that old judgements can be told.
    """
    added = lexicon().version
    return f"{VERSION}+{added}" if added else VERSION


def compare(
    sought: Particulars,
    found: Particulars,
    *,
    rarity: Rarity = COMMON_SENSE,
    world: World = ANYBODY,
) -> Likeness:
    """Return how likely it is that the sought and the found person are one, and why.

    Without a name on either side nothing is likely. Never raises, whatever the text.
    """
    verdict = compare_name_lists(sought.names, found.names, rarity)
    prior = prior_bits(world.searched, world.expected_true)
    if verdict is None:
        return Likeness(0.0, prior, prior, _probability(prior), ())
    rows = trusted([*verdict.rows, *everything(sought, found, rarity)])
    kin = kin_row(rows, world.searched)
    if kin is not None:
        rows.append(kin)
    bits = prior + sum(row.bits for row in rows)
    return Likeness(verdict.likeness, bits, prior, _probability(bits), tuple(rows))


def compare_names(a: str, b: str, *, rarity: Rarity = COMMON_SENSE) -> Likeness:
    """Return how alike two full names are, each in any script."""
    return compare(
        Particulars(names=(Name.of(a),)), Particulars(names=(Name.of(b),)), rarity=rarity
    )


def _probability(bits: float) -> float:
    held = max(-GREATEST_ODDS_BITS, min(GREATEST_ODDS_BITS, bits))
    return 1 / (1 + 2**-held)
