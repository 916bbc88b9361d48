"""docs/SECURITY.md names code and tests: each of them is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "SECURITY.md").read_text()


def test_every_file_that_the_page_names_is_there():
    named = set(re.findall(r"`((?:rfl|tests)/[\w/]+\.py)", PAGE))

    assert len(named) > 15
    assert not {path for path in named if not (ROOT / path).is_file()}


def test_every_test_that_the_page_names_is_there():
    path, missing, count = "", [], 0
    for file, name in re.findall(r"`(tests/[\w/]+\.py)?::(test_\w+)`", PAGE):
        path = file or path
        count += 1
        if f"def {name}(" not in (ROOT / path).read_text():
            missing.append(f"{path}::{name}")

    assert count > 40
    assert not missing


def test_the_page_names_every_kind_of_promise_before_what_is_not_kept():
    assert PAGE.index("## Sealing") < PAGE.index("## Audit trail") < PAGE.index("## Not kept yet")
