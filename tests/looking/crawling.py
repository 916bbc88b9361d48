"""Which pages somebody reaches by following links: one or two of each kind of address."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from typing_extensions import override

from tests.looking.people import NOBODY, Window

EACH = 2
"""Pages of one kind of address whose links are followed."""

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{2}-\d{4}-\d{5}|(?<=/)\d+(?=/|$)")
MOST_TRIED = 600
"""Of addresses asked for; the walk is long, not endless."""

STARTS = ("/",)
OPEN = ("/sign-in", "/invitation", "/styleguide", "/concern")


@dataclass
class Reached:
    """What was found: pages, papers (PDF), files, and what did not open."""

    pages: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def kind_of(path: str) -> str:
    """Return an address with its records and numbers left out: '/requests/…/close'."""
    return ID.sub("…", urlsplit(path).path)


def reached(window: Window, role: str) -> Reached:
    """Follow links from the pages that everybody starts from; nothing is pressed."""
    found, opened = Reached(), Counter[str]()
    first = OPEN if role == NOBODY else STARTS
    waiting, known = deque(first), set(first)
    while waiting and len(known) < MOST_TRIED:
        path = waiting.popleft()
        kind = kind_of(path)
        if opened[kind] >= EACH:
            continue
        opened[kind] += 1
        for link in _opened(window, path, found):
            if link not in known:
                known.add(link)
                waiting.append(link)
    return found


def _opened(window: Window, path: str, found: Reached) -> Sequence[str]:
    """Ask for a page, note what it is, and return where its links lead."""
    answer = window.context.request.get(window.address + path)
    kind = answer.headers.get("content-type", "")
    if not answer.ok:
        found.broken.append(f"{path}: {answer.status}")
    elif "pdf" in kind:
        found.papers.append(path)
    elif "html" in kind:
        here = answer.url.removeprefix(window.address)
        if here not in found.pages:
            found.pages.append(here)
        return list(_inside(here, answer.text()))
    return ()


def _inside(here: str, html: str) -> Iterator[str]:
    for href in _Links(html).found:
        whole = urlsplit(urljoin(f"http://here{here}", href))
        if whole.scheme == "http" and whole.netloc == "here" and "/static/" not in whole.path:
            yield whole.path + (f"?{whole.query}" if whole.query else "")
