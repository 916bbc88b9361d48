"""Count what clerks write for Latin letters: `python -m tests.bench.habits PAIRS.tsv`.

PAIRS: `written`, a word in another script, and `latin`, its Latin spellings parted by spaces; they
lie outside this repository. Each word is set against the spelling it is nearest to, by the prices
in force, and rfl/matching/tables/habits.tsv is written anew: run again, the prices are learnt from
what the first run learnt (EM with the best way alone). Three runs are enough.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

import rfl.matching
from rfl.matching import hearing
from rfl.matching.aloud import nearest_steps
from rfl.matching.habits import label
from rfl.matching.script import words
from rfl.matching.sounds import SCRIPTS, tables
from rfl.matching.spelling import number_of, signs_of
from tests.bench.scoring import read

TABLE = Path(rfl.matching.__file__).parent / "tables" / "habits.tsv"
LEAST_ALIKE = 0.6
"""Less alike, a word and its Latin spelling are two names, or a translation."""

LEAST_TIMES = 2
"""What was written once alone is left out."""

Row = tuple[str, str, str]


def main(pairs: Path) -> None:
    """Write the table."""
    names = {script: _labels(script) for script in SCRIPTS}
    found: Counter[Row] = Counter()
    for row in read(pairs, "\t"):
        found.update(_steps(row["written"], row["latin"].split(), names))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(("script", "letters", "latin", "times"))
        kept = ((row, times) for row, times in found.items() if times >= LEAST_TIMES)
        writer.writerows((*row, times) for row, times in sorted(kept))


def _steps(
    written: str, spellings: Iterable[str], names: dict[str, dict[int, str]]
) -> Iterator[Row]:
    """Yield which signs of a word stand for which of its nearest Latin spelling."""
    one = "".join(words(written))
    script, mine = number_of(one), signs_of(one)
    told = [signs for text in spellings if (signs := signs_of("".join(words(text))))]
    if not script or not mine or not told:
        return
    ones, others = hearing.packed([mine]), hearing.packed(told)
    scripts = np.array([script], np.uint8), np.zeros(len(told), np.uint8)
    price = hearing.prices(ones, others, *scripts)
    near = hearing.nearness(price, hearing.sizes(ones), hearing.sizes(others))
    best = int(near.argmax())
    if near[best] < LEAST_ALIKE:
        return
    own, latin = names[SCRIPTS[script]], names[SCRIPTS[0]]
    for sign, other in nearest_steps(mine, told[best], (script, 0)):
        yield SCRIPTS[script], own.get(sign or 0, ""), latin.get(other or 0, "")


def _labels(script: str) -> dict[int, str]:
    """Return the name of each sign of a script: by the first rule that has it."""
    found: dict[int, str] = {}
    for rule in tables().spellings[script]:
        for place, sign in enumerate(rule.signs):
            found.setdefault(sign, label(rule.letters, rule.where, place, len(rule.signs)))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
