"""Papers of headings, facts, words to read aloud and lines to write on, in two languages.

What is for the person stands in theirs, and small under it in the reader's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, current_app
from flask_babel import force_locale, format_date, get_locale
from flask_babel import gettext as _

from rfl import typesetting
from rfl.text import Text
from rfl.web.formats import upper_first
from rfl.web.i18n import say
from rfl.web.tongues import Spoken, spoken

TEMPLATE = "papers/paper.typ"
Fact = tuple[str, str]


def _reader() -> str:
    return str(get_locale() or "en")


@dataclass(slots=True)
class Paper:
    """One paper. `tongue`: the person's language; all else is the reader's, `lang`.

    `number` stands at its head, and `foot` at the foot of each sheet.
    """

    title: str
    tongue: str
    society: str
    number: str
    day: date
    foot: str
    lang: str = field(default_factory=_reader)
    blocks: list[Mapping[str, Any]] = field(default_factory=list)

    def words(self, sentence: str) -> None:
        """Add a paragraph in the reader's language."""
        self._add("words", one=_plain(sentence))

    def heading(self, sentence: Text | str) -> None:
        """Add a heading, in both languages."""
        both = self._both(sentence)
        both["theirs"]["words"] = upper_first(both["theirs"]["words"])
        self._add("heading", **both | {"own": upper_first(both["own"])})

    def aloud(self, sentence: Text | str, answers: Sequence[str] = (), lines: int = 0) -> None:
        """Add what is read to the person; boxes for each answer; lines for their words."""
        boxes = [self._both(one) for one in answers]
        self._add("aloud", **self._both(sentence), boxes=boxes, lines=lines)

    def facts(self, heads: Fact, rows: Iterable[Fact], heading: str = "") -> None:
        """Add a table of what is known, under a heading; nothing at all if no row says anything."""
        told = [{"what": what, "value": _plain(value)} for what, value in rows if value]
        if told and heading:
            self.heading(heading)
        if told:
            self._add("facts", heads=list(heads), rows=told)

    def question(self, what: str, words: str) -> None:
        """Add a question in the words of whoever wrote it, and room for the answer."""
        self._add("question", what=what, one=_plain(words), lines=2)

    def lines(self, sentence: Text | str, count: int = 1) -> None:
        """Add a line to write on, or several, with what is to be written."""
        self._add("lines", **self._both(sentence), lines=count)

    def pdf(self) -> bytes:
        """Return the paper as PDF/UA.

        Raises:
            RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

        """
        return joined([self])

    def as_data(self) -> Mapping[str, Any]:
        """Return what the template draws of it."""
        return {
            "lang": self.lang,
            "society": self.society,
            "title": self.title,
            "number": self.number,
            "day": self._day(),
            "note": self._note(),
            "blocks": self.blocks,
        }

    def _day(self) -> str:
        with force_locale(self.lang):
            return str(format_date(self.day, "d MMMM yyyy"))

    def _note(self) -> str:
        said = [one for block in self.blocks if (one := block.get("theirs"))]
        if all(one["lang"] == self.tongue for one in said):
            return ""
        return str(
            _(
                "Some sentences have no reviewed text in the language asked for. They stand in "
                "English: an interpreter says them."
            )
        )

    def _both(self, sentence: Text | str) -> dict[str, Any]:
        theirs = spoken(sentence, self.tongue)
        own = said(sentence)
        return {"theirs": _as_data(theirs), "own": "" if own == theirs.words else own}

    def _add(self, kind: str, **more: Any) -> None:
        self.blocks.append({"kind": kind, **more})


def joined(papers: Sequence[Paper], foot: str = "") -> bytes:
    """Return papers as one PDF/UA, each from a new page on, in its own language.

    `foot`: what stands below all of them, in the reader's language; else the first says it.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    first = papers[0]
    data = {
        "lang": _reader() if foot else first.lang,
        "title": first.title,
        "society": first.society,
        "foot": foot or first.foot,
        "papers": [one.as_data() for one in papers],
    }
    return typesetting.pdf(TEMPLATE, data)


def said(sentence: Text | str) -> str:
    """Return a sentence in the reader's language, for a paper: not escaped."""
    return str(say(sentence).unescape())


def given(paper: Paper, name: str) -> Response:
    """Return the answer that gives a paper; `name` of the file names nobody."""
    return file_of(paper.pdf(), name)


def file_of(pdf: bytes, name: str) -> Response:
    """Return the answer that gives a PDF; `name` of the file names nobody."""
    return current_app.response_class(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}.pdf"},
    )


def _plain(words: str) -> dict[str, Any]:
    return _as_data(Spoken(words, _reader()))


def _as_data(one: Spoken) -> dict[str, Any]:
    return {"words": one.words, "lang": one.lang, "is_rtl": one.is_rtl}
