"""The style guide shows every part there is, and stands in the demonstration alone."""

import re
from dataclasses import replace

from rfl.guide import tokens
from rfl.paths import resource_dir
from tests.tracing.web import site_of, words_of
from tests.tracing.world import World

MACRO = re.compile(r"\{% macro (\w+)\(")
COMPONENTS = ("parts.html", "fields.html")


def _read(*names):
    folder = resource_dir("templates")
    return [(folder / name).read_text(encoding="utf-8") for name in names]


def test_every_shared_macro_is_shown():
    [guide] = _read("guide.html")
    macros = [
        name
        for source in _read(*(f"components/{one}" for one in COMPONENTS))
        for name in MACRO.findall(source)
    ]
    assert len(macros) > 15
    assert [name for name in macros if not re.search(rf"(\{{\{{|call) ?{name}\(", guide)] == []


def test_tokens_are_read_from_the_style_sheet_by_what_stands_above_them():
    css = ":root {\n  a: b;\n\n  /* paper */\n  --rfl-ink: #111;  /* text */\n  --rfl-s1: 4px;\n}\n"
    found = tokens(f"{css}[dir] {{ --rfl-other: 1; }}")
    assert {group: [one.name for one in own] for group, own in found.items()} == {
        "paper": ["--rfl-ink", "--rfl-s1"]
    }
    assert [one.is_colour for one in found["paper"]] == [True, False]


def test_the_guide_stands_in_the_demonstration_alone(world):
    assert site_of(world).app.test_client().get("/styleguide").status_code == 404

    installation = replace(world.installation, config=replace(world.installation.config, demo=True))
    page = site_of(World(installation), alone=True).app.test_client().get("/styleguide")

    assert page.status_code == 200
    said = words_of(page)
    css = (resource_dir("static") / "css" / "rfl.css").read_text(encoding="utf-8")
    every = [one.name for own in tokens(css).values() for one in own]
    assert len(every) > 60
    assert [name for name in every if name not in said] == []
    assert 'class="pic map"' in page.text


def test_what_is_drawn_takes_the_colours_of_who_chose_their_own():
    """A browser changes text and borders by itself, and leaves what is drawn as it was."""
    css = (resource_dir("static") / "css" / "rfl.css").read_text(encoding="utf-8")
    before, own = css.split("@media (forced-colors: active) {\n  :root:root:root")
    drawn = set(re.findall(r"(?:fill|stroke): var\((--rfl-[\w-]+)\)", before))
    told = set(re.findall(r"(--rfl-[\w-]+): [A-Z]", own))

    assert len(drawn) > 15
    assert drawn <= told
