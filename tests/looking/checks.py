"""What is asked of a page in the browser: each check returns sentences, and none is good."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from rfl.web import catalogues

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]})
  .then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(" "))]))"""
CONTRAST = """() => axe.run(document, {runOnly: {type: "rule", values: ["color-contrast"]},
  resultTypes: ["violations"]})
  .then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(" "))]))"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const out = [...document.querySelectorAll("main *, header *, footer *")].find(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1);
  });
  return out ? out.tagName.toLowerCase() + "." + out.className : "the page";
}"""

SAID = """() => {
  const own = "bdi, [lang]:not(html), [dir]:not(html), .case-no, .num, code, textarea, " +
    "script, style, noscript";
  const found = [[document.title, false]];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    const isChoice = !!parent.closest("option, .form-check label, svg");
    if (!parent.closest(own)) found.push([node.data, isChoice]);
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (one.hasAttribute(name) && !one.closest("[lang]:not(html)"))
        found.push([one.getAttribute(name), false]);
  const isolated = /\\u2068[^\\u2069]*\\u2069/g;
  const plain = t => t.replace(isolated, "…").replace(/\\s+/g, " ").trim();
  return found.map(([t, o]) => [plain(t), o]).filter(([t]) => t);
}"""

MOVES = """() => [...document.querySelectorAll("*")].filter(e => {
  const s = getComputedStyle(e);
  const longest = v => Math.max(...v.split(",").map(parseFloat));
  return longest(s.transitionDuration) > 0.05 ||
    (s.animationName !== "none" && longest(s.animationDuration) > 0.05);
}).slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className)"""

WORD = re.compile(r"[A-Za-z]{3,}")
NEVER_TRANSLATED = {
    "rfl",
    "kobotoolbox",
    "csv",
    "xlsx",
    "pdf",
    "jpeg",
    "png",
    "webp",
    "utc",
    "sqlite",
    "postgresql",
}
"""What is called so in every language: the product, other products, kinds of files."""


def axe(page: Page, rules: str = RULES) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and good practice: 'rule: where'."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, list[str]]] = page.evaluate(rules)
    return [f"axe {rule}: {'; '.join(where[:3])}" for rule, where in found]


def too_wide(page: Page) -> list[str]:
    """Return what sticks out of the window."""
    sticks: str = page.evaluate(TOO_WIDE)
    size = page.viewport_size
    return [f"wider than {size and size['width']}: {sticks}"] if sticks else []


def moving(page: Page) -> list[str]:
    """Return what moves although the reader asked for less motion."""
    return [f"moves: {one}" for one in page.evaluate(MOVES)]


def untranslated(page: Page, language: str) -> list[str]:
    """Return what the page says in English to somebody who reads another language.

    Against the catalogue in any language. On Arabic pages whatever is in Latin letters besides,
    unless it is marked as what somebody wrote (`bdi`, `lang`) or is one of a list's choices, which
    cannot be: it was never put up for translation, or it is not kept in its own direction.
    """
    said: list[tuple[str, bool]] = page.evaluate(SAID)
    english = _translated(language)
    found = {one for one, _is_choice in said if one in english}
    if language == "ar":
        found |= {one for one, is_choice in said if not is_choice and _has_foreign_words(one)}
    return [f"untranslated: {one[:90]}" for one in sorted(found)]


def untranslated_on_paper(text: str, language: str) -> list[str]:
    """Return the English sentences, of three words and more, that stand on a sheet of paper."""
    said = " ".join(text.split())
    found = (one for one in _translated(language) if len(one.split()) > 2 and one in said)
    return [f"untranslated: {one[:90]}" for one in sorted(found)]


def _has_foreign_words(text: str) -> bool:
    return any(word.lower() not in NEVER_TRANSLATED for word in WORD.findall(text))


@cache
def _translated(language: str) -> frozenset[str]:
    """Return the English sentences that say something else in `language`, and nothing in it.

    French says 'Type' for a kind, so the word on a French page is no English one.
    """
    pairs = [(english, other) for english, other in _pairs(language) if other]
    theirs = {other for _english, other in pairs}
    return frozenset(english for english, _other in pairs if english not in theirs)


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    for part in catalogues.files(language):
        for message in catalogues.read(part, language):
            given: Any = message.string
            if isinstance(message.id, str) and message.id and isinstance(given, str):
                yield " ".join(message.id.split()), " ".join(given.split())
