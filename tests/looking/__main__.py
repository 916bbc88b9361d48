"""Opens every page that each role can reach, in four languages, wide and on a telephone.

make look                        everybody, and writes docs/LOOK.md
make look ROLES="officer dpo"    some of them: only their rows are written anew
make look AT=http://127.0.0.1:8000   at a demonstration that runs already

Contact sheets for the eye lie in instance/look afterwards. Of each kind of address one page is
opened. Asked of each page: does it open, does its console keep silent, is the content policy kept,
does nothing stick out (1280, 640, 360 and 320 pixels), is nothing untranslated, what does axe
find (WCAG 2.2 AA and good practice; in English and Arabic, both widths; contrast in the dark too),
does anything move for who asked for less motion. Takes some quarter of an hour.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from rfl.web.i18n import LANGUAGES
from tests.looking import line, papers, report
from tests.looking.demonstration import demonstration
from tests.looking.looks import FOLDER, chromium, look_as
from tests.looking.people import LOOKERS

EYES = 2
"""Browsers that look at the same time: one for each processor of a small machine."""


def main() -> int:
    """Look as everybody, or as the roles asked for."""
    roles = os.environ.get("ROLES", "").split() or list(LOOKERS)
    if unknown := set(roles) - set(LOOKERS):
        sys.exit(f"There is no {', '.join(unknown)}. There are: {', '.join(LOOKERS)}.")
    languages = tuple(os.environ.get("LANGUAGES", "").split()) or LANGUAGES
    began = time.monotonic()
    with demonstration(os.environ.get("AT", "")) as address:
        with ProcessPoolExecutor(EYES, get_context("spawn")) as eyes:
            looks = list(eyes.map(partial(look_as, address, languages), roles))
        found = {role: reached for role, (reached, _walks) in zip(roles, looks, strict=True)}
        walks = [one for _reached, own in looks for one in own]
        with chromium() as browser:
            times = line.measured(browser, address)
            drawn = papers.rendered(browser, address, found, FOLDER / "papers")
    if languages == LANGUAGES:
        sys.stdout.write(report.write(walks, found, times, drawn) + "\n")
    sys.stdout.write("".join(f"- {one}\n" for one in report.wrong(walks, found, drawn)))
    sys.stdout.write(f"{(time.monotonic() - began) / 60:.1f} minutes\n")
    return 1 if report.is_anything_wrong(walks, found, times, drawn) else 0


if __name__ == "__main__":
    sys.exit(main())
