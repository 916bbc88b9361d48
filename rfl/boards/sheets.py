"""One sheet of many faces, to hang up: numbers and no names, in one language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from rfl import clock, typesetting
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit.rules import Act
from rfl.boards import queries, records, showing
from rfl.boards.poster import TITLE, code_of
from rfl.boards.sheet_rules import GRIDS, SheetKind, check_faces, in_sheets
from rfl.boards.showing import Face
from rfl.boards.words import LOOKS_WORDS
from rfl.text import N_
from rfl.web.catalogues import translations

TEMPLATE = "boards/sheet.typ"
ASKS = N_("Do you know somebody here? Are you the one for whom somebody here looks?")
ANSWER = N_("Answer here, or ask at any office of the society. Say the number under the face.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One face with its picture (JPEG)."""

    face: Face
    picture: bytes


def faces(session: Session, actor: Actor) -> list[Face]:
    """Return the faces of the actor's society that everybody sees now, newest first.

    Raises:
        DeniedError: the actor works on no cases.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    return showing.faces(session, actor.society)


def printed(session: Session, actor: Actor, numbers: Collection[str]) -> list[Shown]:
    """Return the chosen faces that everybody sees now, with their pictures, to be printed.

    One that ended or was taken down meanwhile is left out.

    Raises:
        DeniedError: the actor works on no cases.
        RuleBrokenError: none of them is shown now, or there are too many.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    rows = queries.shown(session, clock.now(), actor.society)
    chosen = [row for row in rows if row.number in numbers]
    check_faces(len(chosen))
    for row in chosen:
        records.record(session, actor.user_id, Act.PRINTED, row, "photo board")
    known = {one.number: one for one in showing.faces(session, actor.society)}
    return [Shown(known[row.number], showing.picture(session, row.number, 1)) for row in chosen]


def sheet(
    found: Sequence[Shown], kind: SheetKind, language: str, society: str, address: str
) -> bytes:
    """Return faces on sheets of a kind as PDF, in `language`, one that pages are offered in.

    `society`: its registered name; `address`: where everybody sees all of them.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    grid, say = GRIDS[kind], translations(language).gettext
    data: dict[str, Any] = {
        "lang": language,
        "is_rtl": typesetting.is_right_to_left(say(TITLE)),
        "title": say(TITLE),
        "asks": say(ASKS),
        "answer": say(ANSWER),
        "society": say(society) if society else "",
        "address": address,
        "code": code_of(address),
        "paper": grid.paper,
        "columns": grid.columns,
        "face_mm": grid.face_mm,
        "sheets": [[_face(one, language) for one in page] for page in in_sheets(found, grid)],
    }
    return typesetting.pdf(TEMPLATE, data)


def _face(one: Shown, language: str) -> dict[str, str]:
    return {
        "number": one.face.number,
        "words": translations(language).gettext(LOOKS_WORDS[one.face.relation]),
        "picture": typesetting.picture(one.picture),
    }
