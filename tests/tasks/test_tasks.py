"""Tasks of a case: in one's own words, sealed, somebody's, until a day, done or not."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from rfl.db.rounds import ask
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.linking import service as links
from rfl.linking.rules import LinkAct
from rfl.tasks import panels, service
from rfl.tasks.models import CaseTask
from rfl.tasks.rules import MOST_SIGNS, check_new, check_owner
from rfl.tracing import handing
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import CaseState
from tests.exchange.gate import gate_of
from tests.tracing.web import site_of, words_of

TODAY = date(2026, 11, 30)


def test_a_task_says_what_until_a_day_within_a_year():
    check_new("Call the brother", TODAY, TODAY)
    for words, day, why in (
        (" ", TODAY, "what is to be done"),
        ("a" * (MOST_SIGNS + 1), TODAY, "too long"),
        ("Call", TODAY - timedelta(days=1), "from today on"),
        ("Call", TODAY + timedelta(days=366), "within a year"),
    ):
        with pytest.raises(RuleBrokenError, match=why):
            check_new(words, day, TODAY)


def test_a_closely_held_case_is_told_of_to_nobody_through_a_task():
    awa, binta, moussa = uuid4(), uuid4(), uuid4()
    check_owner(moussa, awa, binta, is_guarded=False)
    check_owner(binta, awa, binta, is_guarded=True)
    with pytest.raises(RuleBrokenError, match="closely held"):
        check_owner(moussa, awa, binta, is_guarded=True)


def _titles(world, actor) -> list[str]:
    with world.begin() as session:
        return [one.case_no for one in ask(session, panels.find_work(actor))]


def _owners_after_handing(world, actor, case, to) -> set[UUID]:
    with world.begin() as session:
        handing.hand_over(session, actor, case, to.user_id)
        here = sa.select(CaseTask.owner_id).where(CaseTask.request_id == case)
        return set(session.scalars(here))


def test_a_task_stands_in_its_owner_s_work_until_it_is_done_and_goes_with_the_case(world):
    awa, moussa = world.colleague(Role.OFFICER), world.colleague(Role.OFFICER)
    stranger = world.colleague(Role.VOLUNTEER)
    case, today = world.case(awa), clock.today()
    with world.begin() as session:
        row = service.write(session, awa, case, "Ask Papa Ndaw", today, moussa.user_id)
        service.write(session, awa, case, "Later", today + timedelta(days=9), awa.user_id)
        assert b"Ndaw" not in row.sealed
        task, number = row.id, session.get_one(TracingRequest, case).number
    assert (_titles(world, moussa), _titles(world, awa)) == ([number], [])
    with world.begin() as session, pytest.raises(DeniedError):
        service.finish(session, stranger, task)
    with world.begin() as session, pytest.raises(NotFoundError):
        service.write(session, awa, case, "Ask", today, stranger.user_id)
    for act, left in ((service.finish, []), (service.reopen, [number])):
        with world.begin() as session:
            act(session, awa, task)
        assert _titles(world, moussa) == left
    assert world.trail(task) == [Act.TASK_WRITTEN, Act.TASK_DONE, Act.TASK_REOPENED]
    assert _owners_after_handing(world, awa, case, moussa) == {moussa.user_id}
    world.set(case, sensitivity=Sensitivity.SEALED)
    assert _titles(world, moussa) == []
    world.set(case, sensitivity=Sensitivity.NORMAL, state=CaseState.CLOSED)
    assert _titles(world, moussa) == []

    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, case))
        emptying.empty(session, parts, clock.now())
    with world.begin() as session:
        assert set(session.scalars(sa.select(CaseTask.sealed))) == {b""}
    with world.begin() as session, pytest.raises(NotFoundError):
        service.finish(session, awa, task)


def test_a_task_is_written_done_and_taken_up_again_on_the_page_of_its_case(world):
    awa = world.colleague(Role.OFFICER)
    browser, case = site_of(world).as_(awa), world.case(awa)
    typed = {"words": "Ask the mosque in Kolda", "day": "", "owner": str(awa.user_id)}
    refused = browser.fill(f"/requests/{case}/tasks/new", typed, 422)
    assert "Ask the mosque in Kolda" in refused.text
    page = browser.follow(
        browser.send(f"/requests/{case}/tasks/new", typed | {"day": clock.today().isoformat()})
    )
    assert "You set yourself this task." in words_of(page)
    assert "Ask the mosque in Kolda" in words_of(browser.get("/my-work"))
    (task,) = re.findall(r"/tasks/([0-9a-f-]{36})/done", page.text)
    browser.post(f"/tasks/{task}/done")
    assert "1 task is done" in words_of(browser.get(f"/requests/{case}"))
    browser.post(f"/tasks/{task}/again")
    assert "Ask the mosque in Kolda" in words_of(browser.get("/my-work"))


def test_what_a_pair_needs_is_a_task_with_a_day_until_the_pair_is_judged(world):
    gate = gate_of(world)
    gate.register()
    link = gate.links(gate.request())[0]
    awa, day = site_of(world).as_(gate.awa), clock.today() + timedelta(days=7)
    page = f"/links/{link.id}"
    awa.get(page)
    awa.send(f"{page}/more", {"needed": "Which arm?", "day": ""}, 422)
    awa.send(f"{page}/more", {"needed": "Which arm was burnt?", "day": day.isoformat()})
    assert "Find out more" not in words_of(awa.get("/my-work"))
    with clock.at(clock.now() + timedelta(days=6)):
        later = site_of(world).as_(gate.awa)
        said = later.get("/my-work")
        assert "Which arm was burnt?" in words_of(said)
        assert page in said.text

    with world.begin() as session:
        links.judge(session, gate.awa, link.id, LinkAct.JUDGE_PROBABLE)
        (row,) = session.scalars(sa.select(CaseTask))
        assert (row.link_id, row.done_by) == (link.id, gate.awa.user_id)
