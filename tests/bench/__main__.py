"""Measures rfl on this machine, and writes docs/BENCHMARKS.md.

make bench                 every part
make bench PART=records    one part (or several, parted by spaces); PART=help lists them

Each run of a part replaces that part's section alone. Lists of names and people that may not be
copied here lie in the folder RFL_BENCH_DATA; what is not measured without it, is said.
"""

import os
import platform
import sys
import time

from rfl.wiring import wire
from tests.bench.parts import PARTS, Part, load
from tests.bench.report import write_section


def main(asked: list[str]) -> None:
    """Run the parts named, or all."""
    wire()
    if unknown := [name for name in asked if name not in PARTS]:
        print("Parts:", *(f"  {name}: {part.title}" for name, part in PARTS.items()), sep="\n")
        sys.exit(0 if unknown == ["help"] else f"There is no part {unknown[0]}.")
    for name in asked or PARTS:
        _run(name, PARTS[name])


def _run(name: str, part: Part) -> None:
    print(f"== {part.title}", flush=True)
    start = _processor_seconds()
    lines = []
    for line in load(part)():
        print(line, flush=True)
        lines.append(line)
    took = _processor_seconds() - start
    made = (
        f"`make bench PART={name}`, {time.strftime('%d %B %Y')}, {took:.0f} s of the processor, "
        f"Python {platform.python_version()}, {platform.machine()}."
    )
    write_section(name, part, made, lines)


def _processor_seconds() -> float:
    """Return what this process and those that it waited for took of the processor."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(sys.argv[1:])
