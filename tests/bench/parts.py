"""The parts of `make bench`: add a line here, and a function that yields rows of a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `run`: module:function, which yields rows of Markdown under `columns`."""

    title: str
    run: str
    columns: tuple[str, ...] = ("what", "measured", "aim")


COMPARED = ("what", "rfl", "aim", "peers in the same run")
PARTS: Mapping[str, Part] = {
    "names": Part("Names alone", "tests.bench.naming:rows", COMPARED),
    "records": Part("Two lists, and doubles in one", "tests.bench.records:rows", COMPARED),
    "growth": Part(
        "Two lists of growing size", "tests.bench.records:growth",
        ("rows of each list", "seconds of the processor", "pairs compared", "peak MB", "F1"),
    ),
    "calibration": Part(
        "Are probabilities honest?", "tests.bench.calibration:rows",
        ("what", "found; first", "by chance; second"),
    ),
    "matching": Part("The demonstration’s counterparts", "tests.bench.demonstration:matching"),
    "pages": Part("Pages", "tests.bench.demonstration:pages"),
    "casework": Part("Pages of 20,000 cases and 200,000 people", "tests.bench.casework:rows"),
    "import": Part("A large list taken in", "tests.bench.demonstration:taking_a_list_in"),
    "fuzz": Part(
        "Parsers under a fuzzer", "tests.bench.fuzzing:rows",
        ("parser", "inputs tried", "edges / features of rfl, and Pillow, reached", "what it did"),
    ),
    "proof": Part("The trail proved away from its server", "tests.bench.trail:proof"),
    "trail": Part(
        "What an entry in the trail adds to a page", "tests.bench.trail:overhead",
        ("database, time, entry", "without: p50 / p95", "with", "adds", "aim at p95"),
    ),
    "crash": Part(
        "Writers of the trail killed (-9) under load", "tests.bench.trail:crash",
        ("database", "kills", "acknowledged", "rows kept, each with an entry in two logs", "found"),
    ),
    "million": Part("One million people", "tests.bench.million:rows"),
}  # fmt: skip


def load(part: Part) -> Callable[[], Iterator[str]]:
    """Return the function of a part; its module is loaded only now."""
    module, _, function = part.run.partition(":")
    return cast("Callable[[], Iterator[str]]", getattr(import_module(module), function))
