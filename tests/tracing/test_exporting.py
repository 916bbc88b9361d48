"""A list of cases leaves as a file after a second person agreed, and says who took it."""

import csv
import io
from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.approvals import service as approvals
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.tables import read_table
from rfl.tracing import exporting
from rfl.tracing.export_rules import (
    COLUMN_WORDS,
    MOST_EXPORTED,
    NAMES_SOMEBODY,
    TAKEN_WITHIN,
    USUAL,
    Column,
    FileKind,
    check_asked,
    check_taken,
)
from tests.tracing.web import words_of
from tests.tracing.world import person

WHY = "The branch in Kolda plans its visits by it."


def test_a_file_has_cases_and_columns_and_waits_two_days():
    assert set(COLUMN_WORDS) == set(Column)
    assert not NAMES_SOMEBODY & set(USUAL)
    check_asked(MOST_EXPORTED, USUAL)
    for cases, columns in ((0, USUAL), (MOST_EXPORTED + 1, USUAL), (1, ())):
        with pytest.raises(RuleBrokenError):
            check_asked(cases, columns)
    now = clock.now()
    check_taken(now - TAKEN_WITHIN, now)
    for decided in (None, now - TAKEN_WITHIN - timedelta(seconds=1)):
        with pytest.raises(RuleBrokenError, match="too long ago"):
            check_taken(decided, now)


def test_a_file_is_taken_by_who_asked_after_somebody_else_agreed(world):
    awa, moussa = world.colleague(Role.OFFICER), world.colleague(Role.OFFICER)
    head = world.colleague(Role.SUPERVISOR)
    ids = [world.case(awa) for _ in range(3)]
    world.set(ids[2], sensitivity=Sensitivity.SEALED)
    with world.begin() as session:
        wish = exporting.ask(session, awa, ids, [Column.SOUGHT, Column.STATE], FileKind.CSV, WHY)
        seen = wish.content_hash.hex()
    for actor in (awa, moussa):
        with world.begin() as session, pytest.raises(NotFoundError):
            exporting.take(session, actor, wish.id)
    with world.begin() as session, pytest.raises((RuleBrokenError, DeniedError)):
        approvals.approve(session, awa, wish.id, seen)
    world.set(ids[1], sensitivity=Sensitivity.RESTRICTED)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="no longer as it was"):
        approvals.approve(session, head, wish.id, seen)
    world.set(ids[1], sensitivity=Sensitivity.NORMAL)
    with world.begin() as session:
        approvals.approve(session, head, wish.id, seen)
    with world.begin() as session, pytest.raises(NotFoundError):
        exporting.take(session, moussa, wish.id)
    with world.begin() as session:
        found = exporting.take(session, awa, wish.id)
        assert {one.case.request.id for one in found.rows} == set(ids[:2])
        assert found.columns == [Column.STATE, Column.SOUGHT]
    assert world.trail(ids[0]).count(Act.EXPORTED) == 1
    assert Act.EXPORTED not in world.trail(ids[2])


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_list_goes_by_its_pages_and_each_row_says_who_took_it(site):
    world = site.world
    awa = site.as_(actor := world.colleague(Role.OFFICER, name="Awa Sarr"))
    head = world.colleague(Role.SUPERVISOR)
    world.case(actor, enquirer=person("=cmd()"))
    awa.get("/requests")
    assert "1 case." in words_of(awa.post("/requests/export", {"whole": "y"}, 200))
    chosen = {"columns": ["state", "enquirer"], "go": "do"}
    assert "Say why" in words_of(awa.send("/requests/export", {**chosen, "why": ""}, 422))
    for kind in FileKind:
        awa.post("/requests/export", {"whole": "y"}, 200)
        awa.follow(awa.send("/requests/export", {**chosen, "kind": kind.value, "why": WHY}))
        with world.begin() as session:
            wish = exporting.asked(session, actor)[0]
            approvals.approve(session, head, wish.id, wish.content_hash.hex())
        assert "Take the file" in words_of(awa.get("/requests/exports"))
        path = f"/requests/exports/{wish.id}"
        answer = awa.client.post(path, data={"csrf_token": awa.form["csrf_token"]})
        if kind is FileKind.XLSX:
            (row,) = read_table(answer.data).rows
        else:
            row = tuple(list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1])
        assert row[1:3] == ("Draft", "'=cmd()")
        assert row[-1].startswith("Awa Sarr, ")
        assert row[-1].endswith(wish.id.hex[:8])
