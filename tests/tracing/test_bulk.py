"""One act on many cases: shown first, each by its own rules, undone if nobody changed it since."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import many
from rfl.lists.rules import MOST, MOST_PRINTED, BulkKind, Held, Wish, check_many, check_printed
from rfl.tracing import bulk, printing, service
from rfl.tracing.bulk import CASES
from rfl.tracing.bulk_rules import why_not
from rfl.tracing.rules import CaseState
from tests.tracing.web import words_of

ME, YOU = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 30)
TO_YOU, ON_TODAY = Wish(BulkKind.OWNER, owner_id=YOU), Wish(BulkKind.REVIEW, day=TODAY)


@pytest.mark.parametrize(
    ("state", "held", "wish", "is_head", "words"),
    [
        (CaseState.ACTIVE, Held(ME, None), TO_YOU, False, None),
        (CaseState.ACTIVE, Held(None, None), TO_YOU, True, None),
        (CaseState.ACTIVE, Held(None, None), TO_YOU, False, "Its owner or a head of tracing"),
        (CaseState.ACTIVE, Held(YOU, None), TO_YOU, True, "It lies with them already."),
        (CaseState.ACTIVE, Held(ME, None), ON_TODAY, False, None),
        (CaseState.ACTIVE, Held(ME, TODAY), ON_TODAY, False, "This day is set already."),
        (CaseState.DRAFT, Held(ME, None), ON_TODAY, False, "Nobody works on it now"),
    ],
)
def test_why_a_case_stays_as_it_is(state, held, wish, is_head, words):
    found = why_not(state, held, wish, ME, is_head=is_head)
    assert (words is None) == (found is None)
    assert words is None or (found and words in found.msgid)


def test_nobody_changes_no_case_or_more_than_they_can_look_through():
    check_many(MOST)
    for number in (0, MOST + 1):
        with pytest.raises(RuleBrokenError, match="Tick at"):
            check_many(number)


def test_cases_given_away_come_back_but_for_one_that_was_changed_since(world):
    head, awa, moussa = (
        world.colleague(Role.SUPERVISOR),
        world.colleague(Role.OFFICER),
        world.colleague(Role.OFFICER),
    )
    ids = [world.case(awa) for _ in range(3)]
    foreign = world.case(world.colleague(Role.OFFICER, society="GM"))
    wish = Wish(BulkKind.OWNER, owner_id=moussa.user_id)
    with world.begin() as session:
        shown = bulk.preview(session, head, [*ids, foreign], wish)
        assert (len(shown.lines), shown.changing) == (3, 3)
        done = many.carry_out(session, head, CASES, [*ids, foreign], wish)
        with pytest.raises(NotFoundError):
            many.undo(session, awa, CASES, done.id)
    assert {world.row(one).owner_id for one in ids} == {moussa.user_id}
    world.set(ids[0], owner_id=head.user_id)
    with world.begin() as session:
        assert many.undo(session, head, CASES, done.id) == (2, 1)
        with pytest.raises(RuleBrokenError, match="undone already"):
            many.undo(session, head, CASES, done.id)
    assert [world.row(one).owner_id for one in ids] == [head.user_id, awa.user_id, awa.user_id]


def test_many_cases_get_a_day_by_pages_and_give_it_back(site):
    world = site.world
    awa = world.colleague(Role.OFFICER)
    ids = [world.case(awa, state=CaseState.DRAFT) for _ in range(2)]
    world.set(ids[0], state=CaseState.ACTIVE)
    browser, day = site.as_(awa), clock.today() + timedelta(days=9)
    assert "Tick all on this page" in words_of(browser.get("/requests"))
    assert browser.get("/requests?tick=all").text.count(" checked>") == len(ids)
    narrowed = browser.get("/requests?state=active&owner=mine").text
    path = "/requests/many/review?view=state%3Dactive%26owner%3Dmine"
    assert path in narrowed
    browser.post(path, {}, 303)
    assert "2 cases are ticked" in words_of(browser.post(path, {"case": ids}, 200))
    for typed in ({"go": "show"}, {"go": "do", "day": "2020-01-01"}):
        browser.post(path, {"case": ids, **typed}, 422)
    page = words_of(browser.post(path, {"case": ids, "go": "show", "day": day.isoformat()}, 200))
    assert "1 case changes" in page
    assert "Nobody works on it now" in page
    done = browser.post(path, {"case": ids, "go": "do", "day": day.isoformat()})
    assert world.row(ids[0]).review_on.date() == day
    after = browser.follow(done)
    assert "Done in 1 case" in words_of(after)
    (undo,) = {one for one in after.text.split('"') if "/undo?" in one}
    back = browser.post(undo)
    assert back.headers["Location"] == "/requests?state=active&owner=mine"
    assert world.row(ids[0]).review_on is None
    browser.get(f"/requests/many/{uuid4()}", 404)
    with world.begin() as session:
        service.set_review(session, awa, ids[0], day)
    again = browser.post(path, {"case": ids[:1], "go": "do", "day": day.isoformat()}, 422)
    assert "Nothing would change" in words_of(again)


def test_cases_are_printed_with_an_entry_each_and_no_more_than_one_carries(world):
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    ids = [world.case(awa) for _ in range(2)]
    foreign = world.case(world.colleague(Role.OFFICER, society="GM"))
    with world.begin() as session:
        found = printing.printed(session, awa, [*ids, foreign])
        assert {one.request.id for one in found.cases} == set(ids)
        assert found.by == "Awa Sarr"
    for one in ids:
        assert world.trail(one).count(Act.PRINTED) == 1
    assert Act.PRINTED not in world.trail(foreign, "GM")
    check_printed(MOST_PRINTED)
    for number in (0, MOST_PRINTED + 1):
        with pytest.raises(RuleBrokenError, match="at "):
            check_printed(number)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_ticked_cases_are_shown_and_then_one_pdf(site):
    awa = site.as_(actor := site.world.colleague(Role.OFFICER))
    ids = [str(site.world.case(actor)) for _ in range(2)]
    assert "Print them" in words_of(awa.get("/requests"))
    nothing = awa.follow(awa.post("/requests/print", {"case": []}))
    assert "Tick at least one line." in words_of(nothing)
    assert "2 cases, each from a new page on" in words_of(
        awa.post("/requests/print", {"case": ids}, 200)
    )
    for paper in ("form", "sheet"):
        wish = {**awa.form, "case": ids, "go": "do", "paper": paper}
        answer = awa.client.post("/requests/print", data=wish)
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
    awa.post("/requests/print", {"case": ids, "go": "do", "paper": "x"}, 422)
