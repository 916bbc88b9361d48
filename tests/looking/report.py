"""What was looked at and found, in words, and as docs/LOOK.md: a run replaces its roles' rows."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.looking.crawling import EACH, Reached, kind_of
from tests.looking.line import MOST_SECONDS, Arrival
from tests.looking.papers import Drawn
from tests.looking.people import LOOKERS
from tests.looking.walk import Walk

PAGE = Path(__file__).parents[2] / "docs" / "LOOK.md"

HEAD = f"""# What was looked at

Written by `make look`: it starts the demonstration, follows every link that each role has (of up
to {EACH} pages of each kind of address), opens a page of each kind in English, French, Spanish and
Arabic, 1280 and 360 pixels wide, and asks of each: does it open, does the console keep silent, is
the content policy kept, does nothing stick out (at 640 and 320 pixels too: 200 and 400 per cent),
is nothing left untranslated, does axe find nothing (WCAG 2.2 AA and good practice; English and
Arabic at both widths; contrast in the dark too, and where more of it is asked for), does nothing
move for who asked for less motion. Each kind of paper (PDF) is drawn in each language, and asked:
is no sheet empty, does nothing stand where no printer prints, does no English sentence stand on it
in another language. Contact sheets of all pages, and every paper as a picture, lie in
`instance/look` afterwards. A run of some roles replaces their rows. What it finds, it prints;
nothing is to be mended where a row ends with 0.

| role | kinds of address | pages opened | views | axe asked | sheets of paper | findings | day |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""

ROW = re.compile(r"^\| ([\w-]+) \| \d+ \|.*$", re.MULTILINE)


def is_anything_wrong(
    walks: Sequence[Walk],
    found: Mapping[str, Reached],
    times: Sequence[Arrival],
    papers: Mapping[str, Drawn],
) -> bool:
    """Tell whether anything must be mended."""
    return (
        any(one.is_late for one in times)
        or any(one.findings for one in walks)
        or any(one.broken for one in found.values())
        or any(one.findings for one in papers.values())
    )


def write(
    walks: Sequence[Walk],
    found: Mapping[str, Reached],
    times: Sequence[Arrival],
    papers: Mapping[str, Drawn],
) -> str:
    """Write docs/LOOK.md, with the rows of roles that were not looked at as they stand in it."""
    kept = PAGE.read_text("utf-8") if PAGE.exists() else ""
    rows = {match[1]: match[0] for match in ROW.finditer(kept)}
    rows |= {role: _row(role, walks, found[role], papers[role]) for role in found}
    text = "\n".join(
        [
            HEAD + "\n".join(rows[role] for role in LOOKERS if role in rows),
            "",
            "## Over a slow line",
            "",
            "Until the page can be used, at the pace of 3G: 1.6 Mbit/s, 300 ms there and back.",
            "",
            f"| page | seconds, of {MOST_SECONDS:.0f} | KB of the page |",
            "| --- | --- | --- |",
            *(f"| {one.path} | {one.seconds:.2f} | {one.page_bytes / 1024:.1f} |" for one in times),
        ]
    )
    PAGE.write_text(text + "\n", encoding="utf-8")
    return text


def wrong(
    walks: Sequence[Walk], found: Mapping[str, Reached], papers: Mapping[str, Drawn]
) -> Iterator[str]:
    """Yield what is to be mended, the most frequent first."""
    told = Counter(
        f"{kind_of(path)}: {one}"
        for walk in walks
        for path, said in walk.findings.items()
        for one in said
    )
    told.update(one for reached in found.values() for one in reached.broken)
    told.update(one for drawn in papers.values() for one in drawn.findings)
    for one, times in told.most_common():
        yield f"{one} ({times} times)"


def _row(role: str, walks: Sequence[Walk], reached: Reached, papers: Drawn) -> str:
    own = [one for one in walks if one.role == role]
    on_pages = sum(len(said) for one in own for said in one.findings.values())
    kinds = len({kind_of(path) for path in reached.pages})
    figures = (
        kinds,
        sum(one.pages for one in own),
        sum(one.views for one in own),
        sum(one.asked_of_axe for one in own),
        papers.sheets,
        len(reached.broken) + on_pages + len(papers.findings),
    )
    return f"| {role} | {' | '.join(map(str, figures))} | {time.strftime('%d %B %Y')} |"
