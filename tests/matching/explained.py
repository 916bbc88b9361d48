"""Names explained, as docs/MATCHING.md shows them: `python -m tests.matching.explained` writes it.

Each example begins with the command and ends with an ellipsis, where the summing up is left out.
"""

import re
import shlex
from pathlib import Path

from rfl.matching.explaining import explain

PAGE = Path(__file__).resolve().parents[2] / "docs" / "MATCHING.md"
COMMAND = "make explained"
EXAMPLE = re.compile(r"^    \$ rfl names explain (?P<names>.+)\n(?:    .+\n)+?    …$", re.MULTILINE)
SUMMING_UP = ("All names together", "Probability ", "Engine and lexicon ")


def refreshed(text: str) -> str:
    """Return a page with what the engine says now in place of what its examples say."""
    return EXAMPLE.sub(lambda found: example(found["names"]), text)


def example(names: str) -> str:
    """Return the example of a pair of names, as they are quoted on a command line."""
    one, other = shlex.split(names)
    lines = [str(line) for line in explain(one, other)]
    told = [line for line in lines[1:] if not line.startswith(SUMMING_UP)]
    return "\n".join(f"    {line}" for line in (f"$ rfl names explain {names}", *told, "…"))


def main() -> None:
    """Write the page."""
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
