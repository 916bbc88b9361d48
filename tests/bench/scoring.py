"""Figures of merit: F1 of pairs, recall of rankings, AUC. Pure."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

Pair = frozenset[str]


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def pairs_of_clusters(rows: Iterable[dict[str, str]], id_: str, cluster: str) -> set[Pair]:
    """Return all pairs of ids that have one cluster."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        members[row[cluster]].append(row[id_])
    return {frozenset(pair) for ids in members.values() for pair in combinations(ids, 2)}


def quality(found: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    right = len(found & true)
    precision, recall = right / max(1, len(found)), right / max(1, len(true))
    return 2 * right / max(1, len(found) + len(true)), precision, recall


def auc(true: Sequence[float], false: Sequence[float]) -> float:
    """Return the chance that a true pair outranks a false one; ties count half."""
    merged = sorted([(score, 1) for score in true] + [(score, 0) for score in false])
    total, start = 0.0, 0
    while start < len(merged):
        end = start
        while end < len(merged) and merged[end][0] == merged[start][0]:
            end += 1
        total += (start + 1 + end) / 2 * sum(is_true for _, is_true in merged[start:end])
        start = end
    return (total - len(true) * (len(true) + 1) / 2) / (len(true) * len(false))


def recall_at(true: Sequence[float], false: Sequence[float], share: float) -> float:
    """Return the share of true pairs above what only `share` of the false ones reach."""
    cut = sorted(false, reverse=True)[int(share * len(false))]
    return sum(score > cut for score in true) / len(true)


def best_f1(true: Sequence[float], false: Sequence[float]) -> float:
    """Return the best F1 at any threshold."""
    best = 0.0
    for cut in {*true, *false}:
        right, wrong = sum(s >= cut for s in true), sum(s >= cut for s in false)
        best = max(best, 2 * right / (right + wrong + len(true)))
    return best
