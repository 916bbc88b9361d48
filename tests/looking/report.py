"""What was looked at and found, in words, and as docs/LOOK.md."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.looking.crawling import EACH, Reached, kind_of
from tests.looking.line import MOST_SECONDS, Arrival
from tests.looking.walk import Walk

PAGE = Path(__file__).parents[2] / "docs" / "LOOK.md"

HEAD = f"""# What was looked at

Written by `make look`: it starts the demonstration, follows every link that each role has (of up
to {EACH} pages of each kind of address), opens a page of each kind in English, French, Spanish and
Arabic, 1280 and 360 pixels wide, and asks of each: does it open, does the console keep silent, is
the content policy kept, does nothing stick out (at 640 and 320 pixels too: 200 and 400 per cent),
is nothing left untranslated,
does axe find nothing (WCAG 2.2 AA and good practice; English and Arabic at both widths, contrast in
the dark too), does nothing move for who asked for less motion. Contact sheets of all pages lie in
`instance/look` afterwards.
"""


def is_anything_wrong(
    walks: Sequence[Walk], found: Mapping[str, Reached], times: Sequence[Arrival]
) -> bool:
    """Tell whether anything must be mended."""
    is_late = any(one.is_late for one in times)
    return (
        is_late or any(one.findings for one in walks) or any(one.broken for one in found.values())
    )


def lines(
    walks: Sequence[Walk],
    found: Mapping[str, Reached],
    times: Sequence[Arrival],
    sheets: int,
    seconds: float,
) -> list[str]:
    """Return the page's lines."""
    sums = (
        f"{time.strftime('%d %B %Y')}: {sum(one.views for one in walks)} views of "
        f"{sum(one.pages for one in walks)} pages, axe asked "
        f"{sum(one.asked_of_axe for one in walks)} times, {sheets} sheets of paper drawn, in "
        f"{seconds / 60:.0f} minutes."
    )
    return [
        *HEAD.splitlines(),
        "",
        sums,
        "",
        *_roles(walks, found),
        "",
        *_wrong(walks, found),
        "## Over a slow line",
        "",
        "Until the page can be used, Chromium at the pace of 3G: 1.6 Mbit/s, 300 ms to and fro.",
        "",
        f"| page | seconds, of {MOST_SECONDS:.0f} | KB of the page |",
        "| --- | --- | --- |",
        *(f"| {one.path} | {one.seconds:.2f} | {one.page_bytes / 1024:.1f} |" for one in times),
    ]


def write(found: Sequence[str]) -> None:
    """Write docs/LOOK.md."""
    PAGE.write_text("\n".join(found) + "\n", encoding="utf-8")


def _roles(walks: Sequence[Walk], found: Mapping[str, Reached]) -> Iterator[str]:
    yield "| role | kinds of address | pages | views | findings |"
    yield "| --- | --- | --- | --- | --- |"
    for role, reached in found.items():
        own = [one for one in walks if one.role == role]
        wrong = sum(len(said) for one in own for said in one.findings.values())
        kinds = len({kind_of(path) for path in reached.pages})
        views = sum(one.views for one in own)
        yield f"| {role} | {kinds} | {len(reached.pages)} | {views} | {wrong} |"


def _wrong(walks: Sequence[Walk], found: Mapping[str, Reached]) -> Iterator[str]:
    told = Counter(
        f"{kind_of(path)}: {one}"
        for walk in walks
        for path, said in walk.findings.items()
        for one in said
    )
    told.update(one for reached in found.values() for one in reached.broken)
    if told:
        yield from ("## To be mended", "")
        yield from (f"- {one} ({times} times)" for one, times in told.most_common())
        yield ""
