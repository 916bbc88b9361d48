"""A child's file from the first meeting to the last visit, and what may not be left out."""

import pytest

from rfl import clock
from rfl.access.rules import Permission, Role
from rfl.audit.rules import Act
from rfl.children import deciding, reading, reviewing, service
from rfl.children.document import EntryDocument
from rfl.children.late import ReviewReason
from rfl.children.reading import ChildPage
from rfl.children.rules import ChildAct, ChildState, EntryKind, Verdict
from rfl.errors import NotFoundError, RuleBrokenError
from tests.children.files import HANDOVER, QUESTIONS, WISH


def said(page: ChildPage, kind: EntryKind) -> EntryDocument:
    """Return what the newest entry of a kind says."""
    return page.of(kind)[0].document


def test_a_child_is_found_cared_for_and_reunited(team):
    child_id = team.brought_to(ChildState.CLOSED)

    with team.world.begin() as session:
        page = reading.read(session, team.haddy, child_id)

    assert page.row.state is ChildState.CLOSED
    assert [one.months for one in page.follow_ups] == [1, 3, 6]
    assert all(one.done_at for one in page.follow_ups)
    assert said(page, EntryKind.HANDOVER) == HANDOVER
    acts = team.world.trail(child_id, "GM")
    assert acts[0] == Act.CHILD_CREATED
    assert acts.count(Act.CHILD_SIGNED) == 2
    assert acts.count(Act.CHILD_SIDE_WRITTEN) == 2


def test_a_child_for_whom_it_is_not_best_stays_in_care_and_is_visited(team):
    child_id = team.opened()
    team.decided(child_id, Verdict.NOT_IN_INTEREST)

    with pytest.raises(RuleBrokenError, match="stays in care"):
        team.placed(child_id)
    team.act(child_id, ChildAct.HOLD_BACK, "With Family Njie; she was told by Awa.")

    assert team.row(child_id).state is ChildState.NOT_IN_INTEREST
    team.visited(child_id)
    assert team.row(child_id).state is ChildState.FOLLOW_UP


def test_no_child_is_in_care_without_an_arrangement(team):
    child_id = team.opened()
    with pytest.raises(RuleBrokenError, match="own words"):
        team.act(child_id, ChildAct.DOCUMENT)
    team.write(child_id, EntryKind.WISH, WISH)
    with pytest.raises(RuleBrokenError, match="risks"):
        team.act(child_id, ChildAct.DOCUMENT)
    team.write(child_id, EntryKind.RISK, WISH)
    team.act(child_id, ChildAct.DOCUMENT)

    with pytest.raises(RuleBrokenError, match="who cares for the child"):
        team.act(child_id, ChildAct.ARRANGE_CARE)


def test_both_sides_are_asked_apart_by_two_people_and_shut_until_both_stand(team):
    child_id = team.opened()
    team.traced(child_id)
    team.act(child_id, ChildAct.LOCATE, "An aunt in Kolda.")
    with pytest.raises(RuleBrokenError, match="Choose the questions first"):
        team.ask(child_id, EntryKind.CHILD_SIDE, team.lamin, "Dija", "I do not know")
    team.write(child_id, EntryKind.QUESTIONS, QUESTIONS)
    team.ask(child_id, EntryKind.CHILD_SIDE, team.lamin, "Zebulonzinho", "x")

    with pytest.raises(RuleBrokenError, match="does not ask the other"):
        team.ask(child_id, EntryKind.FAMILY_SIDE, team.lamin, "Dija")
    with pytest.raises(RuleBrokenError, match="apart, by two"):
        team.act(child_id, ChildAct.VERIFY)
    with pytest.raises(RuleBrokenError, match="Both sides must be written"):
        team.compare(child_id)
    for actor in (team.lamin, team.awa, team.haddy):
        with team.world.begin() as session:
            page = reading.read(session, actor, child_id)
        assert said(page, EntryKind.CHILD_SIDE) == EntryDocument()

    team.ask(child_id, EntryKind.FAMILY_SIDE, team.awa, "Dija", "I do not know")
    team.compare(child_id, fits=False)
    with pytest.raises(RuleBrokenError, match="do not fit"):
        team.act(child_id, ChildAct.VERIFY)
    with team.world.begin() as session:
        page = reading.read(session, team.haddy, child_id)
    assert said(page, EntryKind.CHILD_SIDE).answers[0] == "Zebulonzinho"


def test_another_family_is_asked_anew(team):
    child_id = team.opened()
    team.verified(child_id)

    team.act(child_id, ChildAct.RESUME, "The aunt spoke of another child.")
    team.act(child_id, ChildAct.LOCATE, "Her mother, in Basse.")

    with pytest.raises(RuleBrokenError, match="apart, by two"):
        team.act(child_id, ChildAct.VERIFY)


def test_two_people_sign_exactly_what_they_read(team):
    child_id = team.opened()
    team.verified(child_id)
    with pytest.raises(RuleBrokenError, match="guardian"), team.world.begin() as session:
        deciding.determine(session, team.lamin, child_id, HANDOVER)
    team.put_up(child_id)
    with team.world.begin() as session:
        seen = deciding.read(session, team.haddy, Permission.CHILD_READ, child_id).seen

    team.sign(child_id, team.haddy, seen)
    with pytest.raises(RuleBrokenError, match="never signs twice"):
        team.sign(child_id, team.haddy, seen)
    assert team.row(child_id).state is ChildState.RELATIONSHIP_VERIFIED
    team.write(child_id, EntryKind.WISH, EntryDocument(words="I am afraid of my uncle."))
    with pytest.raises(RuleBrokenError, match="Something was added"):
        team.sign(child_id, team.binta, seen)
    with pytest.raises(RuleBrokenError, match="Something was added"):
        team.sign(child_id, team.binta)

    team.put_up(child_id)
    team.sign(child_id, team.binta)
    assert team.row(child_id).state is ChildState.RELATIONSHIP_VERIFIED
    team.sign(child_id, team.haddy)
    assert team.row(child_id).state is ChildState.BEST_INTEREST_DECIDED


def test_whoever_wrote_the_determination_does_not_sign_it(team):
    child_id = team.opened()
    team.verified(child_id)
    team.lamin = team.haddy
    team.put_up(child_id)

    with pytest.raises(RuleBrokenError, match="Somebody other"):
        team.sign(child_id, team.haddy)


def test_a_handover_names_who_received_the_child_and_who_saw_it(team):
    child_id = team.opened()
    team.decided(child_id)

    with pytest.raises(RuleBrokenError, match="who saw it"), team.world.begin() as session:
        service.place(session, team.lamin, child_id, EntryDocument(), clock.today())
    team.placed(child_id)

    with team.world.begin() as session:
        page = reading.read(session, team.lamin, child_id)
    assert [one.months for one in page.follow_ups] == [1, 3, 6]


def test_closing_before_the_visits_needs_a_reason_and_goes_to_the_focal_point(team):
    child_id = team.brought_to(ChildState.REUNIFIED)
    team.visited(child_id)
    with pytest.raises(RuleBrokenError, match="Visits are still open"):
        team.act(child_id, ChildAct.CLOSE, actor=team.haddy)

    team.act(child_id, ChildAct.CLOSE, "The family moved to Mali.", actor=team.haddy)

    with team.world.begin() as session:
        page = reading.read(session, team.haddy, child_id)
    assert [bool(one.dropped_at) for one in page.follow_ups] == [False, True, True]
    assert page.row.state is ChildState.CLOSED
    with team.world.begin() as session:
        asked = reviewing.overview(session, team.binta, limit=9, offset=0).reviews
        assert [review.reason for review, _row in asked] == [ReviewReason.SKIPPED]


def test_nothing_that_was_said_is_ever_replaced(team):
    child_id = team.opened()
    team.write(child_id, EntryKind.WISH, WISH)
    team.write(child_id, EntryKind.WISH, EntryDocument(words="I do not want to go."))

    with team.world.begin() as session:
        said = [
            one.document.words
            for one in reading.read(session, team.haddy, child_id).of(EntryKind.WISH)
        ]

    assert sorted(said) == ["I do not want to go.", "I want to be with my mother."]


def test_a_file_and_all_records_of_the_child_are_restricted_from_the_first_save(team):
    child_id = team.opened()
    stranger = team.world.colleague(Role.OFFICER, society="GM")
    abroad = team.world.colleague(Role.SUPERVISOR, society="ES")

    assert team.row(child_id).sensitivity == "restricted"
    for actor in (stranger, abroad):
        with pytest.raises(NotFoundError), team.world.begin() as session:
            reading.read(session, actor, child_id)
