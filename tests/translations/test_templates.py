"""No sentence stands in a template that nobody can translate."""

import re

import pytest
from jinja2 import Environment, nodes

from tests.translations.collecting import ROOT

CONSOLE = "keeping"
"""Papers of the console, which speaks English."""

TEMPLATES = [
    path for path in sorted((ROOT / "templates").rglob("*.html")) if path.parent.name != CONSOLE
]
PLACED = re.compile(
    r"\{% block (?:bound|columns) %\}.*?\{% endblock %\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL
)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SAID_IN_TAGS = re.compile(r'\b(?:title|aria-label|placeholder|alt|data-label)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES_OF_THE_PRODUCT = {"rfl", "doctype", "nbsp", "middot"}
SENTENCE = re.compile(r"^[A-Z‘][a-z’]+ .*[a-z]")


def _ours(path):
    return path.relative_to(ROOT / "templates").as_posix()


def _bare_words(source):
    """Return words in text and in attributes that are read out, outside of every `_()`."""
    said = SAID_IN_TAGS.findall(PLACED.sub("", source))
    text = TAG.sub(" ", PLACED.sub("", source))
    return set(WORD.findall(" ".join([text, *said]))) - NAMES_OF_THE_PRODUCT


def _bare_sentences(source):
    """Return string constants that read like a sentence and are no argument of a translation."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(source)
    said = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
        for constant in call.find_all(nodes.Const)
    }
    return [
        constant.value
        for constant in tree.find_all(nodes.Const)
        if id(constant) not in said
        and isinstance(constant.value, str)
        and SENTENCE.search(constant.value)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=_ours)
def test_every_word_of_a_template_is_marked_for_translation(path):
    source = path.read_text(encoding="utf-8")
    assert _bare_words(source) == set()
    assert _bare_sentences(source) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>{{ _('Hello') }}</p>", set()),
        ("<p>Hello {{ name }}</p>", {"Hello"}),
        ('<input placeholder="Your name">', {"Your", "name"}),
        ("<img alt=\"{{ _('A tree') }}\">", set()),
    ],
)
def test_a_bare_word_is_found(source, words):
    assert _bare_words(source) == words


def test_a_bare_sentence_in_a_macro_is_found():
    assert _bare_sentences("{{ notice('', 'Nobody waits here') }}") == ["Nobody waits here"]
    assert _bare_sentences("{{ notice('', _('Nobody waits here')) }}") == []
