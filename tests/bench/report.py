"""docs/BENCHMARKS.md: one section for each part, replaced when the part is run."""

import os
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench.parts import PARTS, Part

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "BENCHMARKS.md"
TOLD = ("numpy", "rapidfuzz", "sqlalchemy")

HEAD = """# Benchmarks

Measured by `make bench`; each run of a part replaces its section alone. Seconds are those of the
processor where nothing else is said. Peers run on the same data in the same run, each in an
environment of its own.
"""


def write_section(name: str, part: Part, made: str, lines: Sequence[str]) -> None:
    """Put the table of a part into its place."""
    libraries = ", ".join(f"{one} {version(one)}" for one in TOLD)
    machine = f"{_processor()}, {os.cpu_count()} cores; {libraries}."
    table = [
        "| " + " | ".join(part.columns) + " |",
        "|" + " --- |" * len(part.columns),
        *lines,
    ]
    section = "\n".join(
        [f"<!-- {name} -->", f"## {part.title}", "", f"{made} {machine}", "", *table]
    )
    sections = _sections()
    sections[name] = section
    order = [*(one for one in PARTS if one in sections), *(n for n in sections if n not in PARTS)]
    PAGE.write_text("\n\n".join([HEAD.strip(), *(sections[n] for n in order)]) + "\n", "utf-8")


def _sections() -> dict[str, str]:
    if not PAGE.exists():
        return {}
    parts = re.split(r"^<!-- (\w+) -->$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return {
        name: f"<!-- {name} -->\n{text.strip()}"
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return "processor not told"
    found = re.search(r"model name\s*: (.+)", told)
    return found[1].strip() if found else "processor not told"
