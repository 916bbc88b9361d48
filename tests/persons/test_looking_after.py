"""Registrations lie with somebody, are looked at again, printed and narrowed, many at once."""

from datetime import timedelta
from uuid import UUID

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.db.rounds import ask
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.lists import kept, many
from rfl.lists.rules import BulkKind, Held, ListName, Wish, why_not
from rfl.persons import bulk, printing
from rfl.persons.bulk import PEOPLE
from rfl.persons.narrowing import chosen_of, listing, words_of
from rfl.persons.rules import RegistrationKind
from rfl.tracing import bulk as of_cases
from rfl.tracing import work_people
from tests.persons.people import CHILD, register, rows
from tests.tracing.web import words_of as said

ME, YOU, SITE = UUID(int=1), UUID(int=2), UUID(int=3)
TODAY = clock.today()


def test_a_view_of_people_is_called_by_the_words_of_its_filters():
    def spoken(**args: str) -> list[str]:
        return [str(one) for one in words_of(chosen_of(args), {SITE: "Blažuj"})]

    assert spoken(kind="patient", owner="mine", due="review", days="7", site=str(SITE)) == [
        "patient",
        "Mine",
        "Review due",
        "Met in the last 7 days",
        "Site: Blažuj",
    ]
    assert spoken(kind="x", owner="x", due="x", days="8", site="x", number="GM-R-1") == []
    assert spoken(site=str(YOU)) == ["A site that is closed"]


def test_why_a_registration_stays_as_it_is():
    day, to_you = Wish(BulkKind.REVIEW, day=TODAY), Wish(BulkKind.OWNER, owner_id=YOU)
    to_me = Wish(BulkKind.OWNER, owner_id=ME)
    for held, wish, is_head, words in (
        (Held(None, None), day, False, None),
        (Held(None, TODAY), day, True, "This day is set already."),
        (Held(None, None), to_me, False, None),
        (Held(None, None), to_you, False, "Its owner or a head of tracing"),
        (Held(None, None), to_you, True, None),
        (Held(YOU, None), to_me, False, "Its owner or a head of tracing"),
        (Held(YOU, None), to_you, True, "It lies with them already."),
    ):
        found = why_not(held, wish, ME, is_head=is_head)
        assert (found is None) == (words is None)
        assert found is None or (words and words in found.msgid)


def test_registrations_are_given_to_a_colleague_stand_in_their_work_and_come_back(world):
    head, lamin = (world.colleague(role, society="GM") for role in (Role.SUPERVISOR, Role.OFFICER))
    volunteer = world.colleague(Role.VOLUNTEER, society="GM")
    ids = [register(world, head), register(world, head, CHILD)]
    foreign = register(world, world.colleague(Role.OFFICER))
    wish = Wish(BulkKind.OWNER, owner_id=lamin.user_id)

    def works() -> list[tuple[str, bool]]:
        with world.begin() as session:
            return [(one.case_no, one.urgent) for one in ask(session, work_people.find(lamin))]

    assert works() == []
    with world.begin() as session:
        with pytest.raises(DeniedError):
            many.carry_out(session, volunteer, PEOPLE, ids, wish)
        assert bulk.preview(session, head, [*ids, foreign], wish).changing == len(ids)
        done = many.carry_out(session, head, PEOPLE, [*ids, foreign], wish)
        with pytest.raises(NotFoundError):
            many.read(session, head, of_cases.CASES, done.id)
    for one in ids:
        assert {row.owner_id for row in rows(world, one)} == {lamin.user_id}
        assert world.trail(one, "GM").count(Act.REGISTRATION_ASSIGNED) == 1
    assert [is_late for _number, is_late in works()] == [False, False]

    with world.begin() as session:
        day = Wish(BulkKind.REVIEW, day=clock.today() + timedelta(days=9))
        many.carry_out(session, lamin, PEOPLE, ids[:1], day)
    assert len(works()) == 1
    with world.begin() as session:
        assert many.undo(session, head, PEOPLE, done.id) == (2, 0)
        with pytest.raises(RuleBrokenError, match="undone already"):
            many.undo(session, head, PEOPLE, done.id)
    assert {row.owner_id for one in ids for row in rows(world, one)} == {None}
    assert works() == []


def test_a_view_of_people_counts_people_and_is_none_of_the_cases(world):
    lamin = world.colleague(Role.OFFICER, society="GM")
    momodou = register(world, lamin)
    register(world, lamin, CHILD, kind=RegistrationKind.FOUND_CHILD)
    people = listing({})
    with world.begin() as session:
        for args in ({"kind": "found_child"}, {"days": "365"}, {"owner": "mine"}):
            kept.keep(session, lamin, people, chosen_of(args), is_shared=False)
        views = kept.views(session, lamin, people)
        assert [one.count for one in views] == [1, 2, 0]
        assert views[0].chosen == chosen_of({"kind": "found_child"})
        with pytest.raises(DeniedError):
            kept.keep(session, lamin, people, chosen_of({"days": "7"}), is_shared=True)
        found = printing.printed(session, lamin, [momodou])
        assert [page.particulars.display_name for page, _site in found.people] == ["Momodou Jallow"]
    assert people.name is ListName.PEOPLE


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_many_registrations_are_ticked_reviewed_printed_and_a_view_is_kept_by_pages(site):
    lamin = site.world.colleague(Role.OFFICER, society="GM", name="Lamin Ceesay")
    ids = [str(register(site.world, lamin)) for _ in range(2)]
    browser, day = site.as_(lamin), (clock.today() + timedelta(days=2)).isoformat()
    assert browser.get("/registrations?tick=all").text.count(" checked>") == len(ids)
    path = "/registrations/many/review"
    assert "2 registrations are ticked" in said(browser.post(path, {"registration": ids}, 200))
    wish = {"registration": ids, "day": day}
    assert "2 registrations change" in said(browser.post(path, {**wish, "go": "show"}, 200))
    done = browser.post(path, {**wish, "go": "do"})
    assert "Done in 2 registrations" in said(browser.follow(done))
    give = {"registration": ids, "owner": str(lamin.user_id), "go": "do"}
    browser.post("/registrations/many/owner", give)
    assert "Look again at the registration of Momodou Jallow" in said(browser.get("/my-work"))
    assert "Lamin Ceesay" in said(browser.get(f"/registrations/{ids[0]}"))
    assert "Undone in 2 registrations." in said(
        browser.follow(browser.post(f"{done.headers['Location']}/undo"))
    )
    browser.post("/registrations/views", {"kind": "wants_family_to_know", "owner": "mine"})
    assert "Wants the family to know · Mine 2" in said(browser.get("/registrations"))

    assert "2 registrations, each from" in said(
        browser.post("/registrations/print", {"registration": ids}, 200)
    )
    paper = {**browser.form, "registration": ids, "go": "do"}
    answer = browser.client.post("/registrations/print", data=paper)
    assert answer.data.startswith(b"%PDF")
    assert site.world.trail(UUID(ids[0]), "GM").count(Act.PRINTED) == 1
    browser.post("/registrations/print", {"registration": []})
    assert "Tick at least one line." in said(browser.get("/registrations"))
