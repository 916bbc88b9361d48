"""A list of cases leaves as a file after a second person agreed, and says who took it."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest

from rfl import clock
from rfl.access.rules import Actor, Role, Sensitivity
from rfl.approvals import coming_back
from rfl.approvals import service as approvals
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalState
from rfl.audit.rules import Act
from rfl.db.rounds import ask
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.tables import read_table
from rfl.tracing import exporting, work_approvals
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
from rfl.tracing.work import Nameless
from tests.tracing.web import words_of
from tests.tracing.world import World, person

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


@dataclass
class Branch:
    """Somebody who asks for files of one case, and whoever decides on them."""

    world: World
    awa: Actor
    head: Actor
    case: UUID

    def asks(self) -> Approval:
        with self.world.begin() as session:
            columns = [Column.SOUGHT]
            return exporting.ask(session, self.awa, [self.case], columns, FileKind.CSV, WHY)

    def approves(self, wish: Approval) -> None:
        with self.world.begin() as session:
            approvals.approve(session, self.head, wish.id, wish.content_hash.hex())

    def works(self, actor: Actor | None = None) -> list[str]:
        with self.world.begin() as session:
            found = ask(session, work_approvals.find(actor or self.awa))
        return sorted(cast("Nameless", one.thing).title.msgid for one in found)


def branch_of(world: World) -> Branch:
    awa = world.colleague(Role.OFFICER)
    return Branch(world, awa, world.colleague(Role.SUPERVISOR), world.case(awa))


READY = "The file you asked for is ready"
REFUSED = "The file you asked for was refused"


def test_whoever_asked_hears_that_the_file_is_ready_or_was_refused_and_nothing_else(world):
    branch, moussa = branch_of(world), world.colleague(Role.OFFICER)
    given, refused = branch.asks(), branch.asks()
    assert branch.works() == []
    branch.approves(given)
    with world.begin() as session:
        approvals.refuse(session, branch.head, refused.id, "Mamadou Diallo is in it.")
    assert branch.works() == [READY, REFUSED]
    assert branch.works(moussa) == branch.works(branch.head) == []

    with world.begin() as session:
        rows = exporting.asked(session, branch.awa)
        said = coming_back.answers(session, branch.awa, rows)
        assert said == {refused.id: "Mamadou Diallo is in it."}
        exporting.take(session, branch.awa, given.id)
        coming_back.take_up(session, branch.awa, refused.id)
        with pytest.raises(NotFoundError):
            coming_back.take_up(session, moussa, refused.id)
    assert branch.works() == []


def test_a_file_that_was_not_taken_in_time_or_not_decided_on_is_told_so(world):
    branch = branch_of(world)
    late, over = branch.asks(), branch.asks()
    branch.approves(late)
    with world.begin() as session:
        with pytest.raises(RuleBrokenError, match="Nobody decided"):
            coming_back.take_up(session, branch.awa, over.id)
        session.get_one(Approval, late.id).decided_at = clock.now() - 2 * TAKEN_WITHIN
        row = session.get_one(Approval, over.id)
        row.state, row.decided_at = ApprovalState.EXPIRED, clock.now()
    assert branch.works() == ["Nobody decided on the file you asked for"]


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


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_who_is_refused_a_file_reads_why_once(site):
    branch = branch_of(site.world)
    awa, wish = site.as_(branch.awa), branch.asks()
    with site.world.begin() as session:
        approvals.refuse(session, branch.head, wish.id, "Half of it is enough.")
    for page in ("/my-work", "/news"):
        assert REFUSED in words_of(awa.get(page))
    page = words_of(awa.get("/requests/exports"))
    assert "Half of it is enough. I have read it" in page
    awa.post(f"/requests/exports/{wish.id}/seen")
    assert "I have read it" not in words_of(awa.get("/requests/exports"))
    assert REFUSED not in words_of(awa.get("/my-work"))
