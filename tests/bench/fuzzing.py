"""Every parser under a fuzzer that coverage guides (atheris), in an environment of its own.

Seconds for each parser: RFL_FUZZ_SECONDS, 10 unless set. What breaks one is printed whole.
"""

import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from tests.bench.peers import ROOT, SCRIPTS, environment

ATHERIS = "atheris==3.0.0"
SCRIPT = SCRIPTS / "fuzz_parsers.py"
GRACE_SECONDS = 120
TRIED = re.compile(r"number_of_executed_units:\s*(\d+)")
REACHED = re.compile(r"cov: (\d+) ft: (\d+)")


def rows() -> Iterator[str]:
    """Yield one row for each parser."""
    python = environment(ATHERIS)
    if python is None:
        return
    seconds = os.environ.get("RFL_FUZZ_SECONDS", "10")
    for name in _run(python, "--list").stdout.splitlines():
        yield _row(name, _run(python, name, seconds, longest=int(seconds) + GRACE_SECONDS))


def _row(name: str, done: subprocess.CompletedProcess[str]) -> str:
    tried, reached = TRIED.search(done.stderr), REACHED.findall(done.stderr)
    if done.returncode:
        print(done.stdout, done.stderr)
    count = f"{int(tried[1]):,}" if tried else "–"
    where = "{} / {}".format(*reached[-1]) if reached else "–"
    told = "**it broke**" if done.returncode else "answered or refused each"
    return f"| {name} | {count} | {where} | {told} |"


def _run(
    python: Path, *arguments: str, longest: int = GRACE_SECONDS
) -> subprocess.CompletedProcess[str]:
    """Run the script by `python`, which finds rfl and what it needs where this process has them."""
    path = os.pathsep.join((str(ROOT), sysconfig.get_paths()["purelib"]))
    return subprocess.run(
        [str(python), str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        timeout=longest,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
