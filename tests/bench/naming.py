"""Names alone, on development data that lie outside: RFL_BENCH_DATA names their folder.

Peers: rapidfuzz on anyascii and jellyfish in this environment, nomenklatura in its own.
"""

import gc
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import jellyfish
from anyascii import anyascii
from rapidfuzz import fuzz, process

from rfl.cli import MANY
from rfl.matching import compare_names
from rfl.matching.pool import Pool
from tests.bench import peers
from tests.bench.scoring import auc, best_f1, read, recall_at

RANKINGS = (
    ("ep_scripts", "ep_pool", "full names across scripts", "0.90 / 0.97"),
    ("ep_respelt", "ep_pool", "Latin names respelt", "0.86 / 0.95"),
    ("tokens_arabic", "tokens_arabic_pool", "single tokens, Arabic to Latin", "0.72 / 0.93"),
    ("tokens_russian", "tokens_russian_pool", "single tokens, Russian to Latin", "0.80 / 0.95"),
)
ASKED = 200
"""Queries of each ranking, drawn at random: the whole would take an hour."""

SEED = 7
TOP = 10

Scorer = Callable[[str, str], float]


def rows() -> Iterator[str]:
    """Yield the rows of the part `names`."""
    data = Path(os.environ.get("RFL_BENCH_DATA", "")) / "names"
    if not os.environ.get("RFL_BENCH_DATA") or not data.is_dir():
        yield (
            "| names across scripts, respelt names, tokens, hard pairs | not measured: the lists "
            "lie outside this repository; set RFL_BENCH_DATA to their folder | | |"
        )
        return
    gc.set_threshold(MANY)  # as `rfl names` does
    for task, pool, words, aim in RANKINGS:
        yield from _ranking(data / task / "queries.tsv", data / f"{pool}.tsv", words, aim)
    pairs = data / "pairs"
    yield _pairs(pairs / "hard.tsv", "hard pairs: AUC; recall at 5 % of non-pairs", "0.95; 0.85")
    yield _pairs(pairs / "name_bench.tsv", "persons, name_bench: best F1 / AUC", "0.85 / 0.92")


def _ranking(queries: Path, pool: Path, words: str, aim: str) -> Iterator[str]:
    people, asked = read(pool, "\t"), read(queries, "\t")
    asked = random.Random(SEED).sample(asked, min(ASKED, len(asked)))
    names = [one["name"] for one in people]
    compare_names(*names[:2])  # the lexicon is read
    start = time.process_time()
    index = Pool(names)
    built = time.process_time() - start
    if words == RANKINGS[0][2]:  # later ones find tokens in memory
        yield f"| structure over {len(people)} full names | {built:.1f} s | 5 s | |"
    took: list[float] = []

    def ours(query: str) -> list[int]:
        start = time.process_time()
        found = [one.place for one in index.search(query, TOP)]
        took.append(time.process_time() - start)
        return found

    plain = [ordered(one["name"]) for one in people]

    def theirs(query: str) -> list[int]:
        found = process.extract(ordered(query), plain, scorer=fuzz.ratio, limit=TOP)
        return [place for _, _, place in found]

    mine, others = (_recalls(asked, people, search) for search in (ours, theirs))
    late = sorted(took)[int(0.95 * len(took))]
    yield (
        f"| {words}, {len(asked)} asked of {len(people)}: recall at 1 / 10 | {mine}; p95 "
        f"{1000 * late:.0f} ms | {aim} | token_sort on anyascii {others} |"
    )


def _recalls(
    asked: Sequence[dict[str, str]], people: Sequence[dict[str, str]],
    search: Callable[[str], list[int]],
) -> str:  # fmt: skip
    first = ten = 0
    for one in asked:
        wanted = set(one["expected"].split())
        found = [people[place]["id"] for place in search(one["query"])]
        first += bool(found and found[0] in wanted)
        ten += bool(wanted & set(found))
    return f"{first / len(asked):.2f} / {ten / len(asked):.2f}"


def _pairs(path: Path, words: str, aim: str) -> str:
    pairs = read(path, "\t")
    is_hard = path.stem == "hard"

    def told(scores: Sequence[float]) -> str:
        true, false = (
            [s for s, pair in zip(scores, pairs, strict=True) if pair["same"] == same]
            for same in "10"
        )
        if is_hard:
            return f"{auc(true, false):.3f}; {recall_at(true, false, 0.05):.2f}"
        return f"{best_f1(true, false):.3f} / {auc(true, false):.3f}"

    def scored(scorer: Scorer) -> str:
        return told([scorer(pair["a"], pair["b"]) for pair in pairs])

    def token_sort(a: str, b: str) -> float:
        return fuzz.token_sort_ratio(flat(a), flat(b))

    def jaro_winkler(a: str, b: str) -> float:
        return jellyfish.jaro_winkler_similarity(ordered(a), ordered(b))

    others = [
        f"token_sort {scored(token_sort)}",
        f"jellyfish Jaro-Winkler {scored(jaro_winkler)}",
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.writelines(f"{pair['a']}\t{pair['b']}\n" for pair in pairs)
        file.flush()
        found = peers.ask("nomenklatura", "nomenklatura_pairs.py", file.name)
    if found:
        others.append(f"nomenklatura {found['version']} logic-v2 {told(found['scores'])}")
    mine = scored(lambda a, b: compare_names(a, b).likeness)
    return f"| {words} | {mine} | {aim} | {'; '.join(others)} |"


@lru_cache(maxsize=300_000)
def flat(name: str) -> str:
    """Return a name in plain small Latin letters."""
    return " ".join("".join(c if c.isalnum() else " " for c in anyascii(name).lower()).split())


def ordered(name: str) -> str:
    """Return a name in plain letters, its words in the order of the alphabet."""
    return " ".join(sorted(flat(name).split()))
