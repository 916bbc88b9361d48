"""What attackers write into names, and how a page is searched for it."""

from collections.abc import Iterator
from html.parser import HTMLParser

from typing_extensions import override

HOSTILE = (
    'Zed"><img src=x onerror=alert(1)>\'"`</textarea></title></script><script>alert(1)</script>'
    "{{7*7}}${7*7}%(name)s%s&lt;svg/onload=alert(1)> javascript:alert(1)"
)

HARMLESS_SCHEMES = ("/", "#", "?")


class _Watch(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.found += [f"<{tag} style>" for name in given if name == "style"]
        if tag in ("img", "iframe", "object", "embed", "base", "meta") and "x" in (
            given.get("src"),
            given.get("data"),
        ):
            self.found.append(f"<{tag}>")
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append("<script>")
        for name in ("href", "action", "src", "formaction"):
            where = given.get(name)
            if where and (not where.startswith(HARMLESS_SCHEMES) or where.startswith("//")):
                self.found.append(f"<{tag} {name}={where[:40]}>")


def injected(html: str) -> list[str]:
    """Return whatever in a page runs, or leads elsewhere."""
    return [*_Watch(html).found, *_rendered(html)]


def _rendered(html: str) -> Iterator[str]:
    """Yield what shows that a name was taken for a template or a format."""
    if "{{7*7}}".replace("{{7*7}}", "49") + "${7*7}" in html or "Zed49" in html:
        yield "template"
