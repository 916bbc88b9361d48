"""Many faces on one sheet: only those that everybody sees now, with numbers and no name."""

import pypdfium2
import pytest

from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.boards import sheets
from rfl.boards.models import Board
from rfl.boards.rules import BoardState
from rfl.boards.sheet_rules import GRIDS, MOST_FACES, SheetKind, check_faces, in_sheets
from rfl.boards.sheets import Shown
from rfl.boards.showing import Face
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import DeniedError, RuleBrokenError
from rfl.persons.rules import RelationKind
from rfl.typesetting import scripts
from rfl.web.i18n import LANGUAGES
from tests.boards.test_boards import Desk
from tests.messages.post import photograph
from tests.tracing.web import words_of

COMPANION = RelationKind.TRAVEL_COMPANION


def text_of(pdf: bytes) -> list[str]:
    """Return what stands on each sheet, with single spaces."""
    paper = pypdfium2.PdfDocument(pdf)
    found = [" ".join(one.get_textpage().get_text_bounded().split()) for one in paper]
    paper.close()
    return found


def test_faces_stand_on_as_many_sheets_as_they_need():
    assert {kind: grid.faces for kind, grid in GRIDS.items()} == {
        SheetKind.SIX: 6,
        SheetKind.TWELVE: 12,
        SheetKind.LARGE: 12,
    }
    assert [len(one) for one in in_sheets(range(14), GRIDS[SheetKind.SIX])] == [6, 6, 2]
    check_faces(MOST_FACES)
    for number in (0, MOST_FACES + 1):
        with pytest.raises(RuleBrokenError):
            check_faces(number)


@pytest.mark.parametrize("kind", SheetKind)
def test_the_longest_words_of_any_language_fit_on_each_sheet(kind):
    picture, society, longest = photograph(), "The Gambia Red Cross Society", COMPANION
    faces = [
        Shown(Face(f"SN-B-2026-{1000 + place}", longest, "SN", is_indexed=False), picture)
        for place in range(GRIDS[kind].faces)
    ]
    for language in LANGUAGES:
        pdf = sheets.sheet(faces, kind, language, society, "https://rfl.example.org/boards")
        (sheet,) = text_of(pdf)
        if language == "ar":  # its numbers are read from right to left, though not drawn so
            assert sheet.count("2026") == len(faces)
        else:
            assert all(one.face.number in sheet for one in faces)
        assert ("ARABIC" in scripts(sheet)) is (language == "ar")
        assert (LOOKS_WORDS[longest] in sheet) is (language == "en")


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_sheet_is_printed_by_its_page_with_an_entry_and_not_of_who_is_shown_no_more(site):
    desk, volunteer = Desk(site.world), site.world.colleague(Role.VOLUNTEER)
    board, awa = desk.live([photograph()] * 2).id, site.as_(desk.awa)
    with site.world.begin() as session:
        number = session.get_one(Board, board).number
    page = awa.get("/photo-boards/sheet?speak=fr")
    assert number in page.text
    assert "Baldé" not in page.text
    chosen = {"kind": "a4-6", "language": "ar", "face": [number]}
    answer = awa.client.post("/photo-boards/sheet", data={**awa.form, **chosen})
    (sheet,) = text_of(answer.data)
    assert "2026" in sheet
    assert "ARABIC" in scripts(sheet)
    assert "Bald" not in sheet
    assert site.world.trail(desk.case).count(Act.PRINTED) == 1
    nobody = awa.post("/photo-boards/sheet", {**chosen, "face": ["SN-B-2026-99999"]}, 422)
    assert "Tick at least one face" in words_of(nobody)
    with site.world.begin() as session:
        session.query(Board).one().state = BoardState.WITHDRAWN
        with pytest.raises(RuleBrokenError):
            sheets.printed(session, desk.awa, {number})
        with pytest.raises(DeniedError):
            sheets.faces(session, volunteer)
    assert "Nobody is shown to everybody now" in words_of(awa.get("/photo-boards/sheet"))
