"""What must hold of the whole, whoever adds to it."""

import re
from pathlib import Path

from rfl.access.guards import PUBLIC
from rfl.audit.rules import Act
from rfl.pages import TABS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted((ROOT / "rfl").rglob("*.py"))
LONGEST_FILE = 400


def test_every_view_says_who_may_enter(site):
    unguarded = {
        name for name, view in site.app.view_functions.items() if not hasattr(view, "requires")
    }
    assert unguarded == PUBLIC


def test_reading_and_changing_are_two_views(site):
    for rule in site.app.url_map.iter_rules():
        assert not {"GET", "POST"} <= (rule.methods or set()), rule.endpoint


def test_every_tab_leads_somewhere(site):
    missing = [tab.endpoint for tab in TABS if tab.endpoint not in site.app.view_functions]
    assert missing == []


def test_every_tab_stands_once():
    endpoints = [tab.endpoint for tab in TABS]
    assert sorted(set(endpoints)) == sorted(endpoints)


def test_no_template_carries_script_or_style():
    bad = re.compile(r"<script(?![^>]*\bsrc=)|<style|\bstyle=\"|\bon\w+=\"|\|\s*safe\b")
    found = [path.name for path in TEMPLATES if bad.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_file_has_two_ideas_in_it():
    long = {
        str(path.relative_to(ROOT)): count
        for path in PYTHON
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_what_is_pinned_carries_hashes_and_no_address():
    for name in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert "--index-url" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_every_act_is_described_in_the_glossary():
    glossary = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
    missing = [act.value for act in Act if f"`{act.value}`" not in glossary]
    assert missing == []


def test_the_pages_show_no_emblem():
    words = re.compile(r"red[-_ ]?cross\.(svg|png)|emblem|✚|➕", re.IGNORECASE)
    icons = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    assert not words.search(icons)


def test_each_decision_and_each_migration_has_a_number_of_its_own():
    for folder in ("docs/adr", "migrations/versions", "migrations/keys"):
        numbers = [path.name[:4] for path in (ROOT / folder).glob("[0-9]*")]
        assert sorted(set(numbers)) == sorted(numbers), folder


def test_no_two_versions_of_a_line_stand_side_by_side():
    kinds = ("*.py", "*.md", "*.html", "*.css", "*.js", "*.tsv", "*.toml", "*.txt")
    folders = ("rfl", "tests", "docs", "templates", "static", "migrations", "requirements")
    marks = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)
    texts = [p for folder in folders for kind in kinds for p in (ROOT / folder).rglob(kind)]
    found = [str(p) for p in texts if marks.search(p.read_text(encoding="utf-8"))]
    assert found == []
