"""Views of the list of cases: kept for oneself or for the society, counted for whoever looks."""

import pytest

from rfl.access.rules import Role
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.lists import kept
from rfl.lists.rules import MOST_VIEWS
from rfl.tracing.narrowing import CASES, STATE_CHIPS, chip_words, chosen_of, words_of
from tests.tracing.web import words_of as said


def spoken(args: dict[str, str]) -> list[str]:
    return [one.msgid for one in words_of(chosen_of(args))]


def test_a_view_is_called_by_the_words_of_its_filters():
    assert spoken({"state": "found", "owner": "mine", "due": "review"}) == [
        "Located",
        "Mine",
        "Review due",
    ]
    assert spoken({"state": "draft"}) == ["Draft"]
    assert spoken({"state": "nonsense", "number": "SN-1"}) == []


def test_a_shared_view_counts_for_each_reader_and_is_dropped_by_a_head(world):
    head, awa = world.colleague(Role.SUPERVISOR), world.colleague(Role.OFFICER)
    stranger = world.colleague(Role.OFFICER, society="GM")
    world.case(awa)
    mine = chosen_of({"owner": "mine"})
    with world.begin() as session:
        with pytest.raises(DeniedError):
            kept.keep(session, awa, CASES, mine, is_shared=True)
        with pytest.raises(RuleBrokenError, match="whole list"):
            kept.keep(session, awa, CASES, chosen_of({"number": "SN-1"}), is_shared=False)
        row = kept.keep(session, head, CASES, mine, is_shared=True)
        assert kept.keep(session, head, CASES, mine, is_shared=True).id == row.id
        assert [one.count for one in kept.views(session, awa, CASES)] == [1]
        assert [one.count for one in kept.views(session, head, CASES)] == [0]
        assert kept.views(session, stranger, CASES) == []
        for who in (awa, stranger):
            with pytest.raises(NotFoundError):
                kept.drop(session, who, CASES, row.id)
        kept.drop(session, head, CASES, row.id)
        assert kept.views(session, awa, CASES) == []


def test_somebody_keeps_a_view_opens_it_and_drops_it_by_pages(site):
    awa = site.world.colleague(Role.OFFICER)
    site.world.case(awa)
    browser = site.as_(awa)
    assert "Keep this view" not in said(browser.get("/requests"))
    page = said(browser.get("/requests?state=to_finish&owner=mine"))
    assert "Keep this view" in page
    assert "whole society" not in page
    browser.post("/requests/views", {"state": "to_finish", "owner": "mine"})
    assert "To finish · Mine 1" in said(browser.get("/requests"))
    browser.post("/requests/views", {"state": "to_finish", "shared": "y"}, 403)
    for word in list(STATE_CHIPS)[1:]:
        browser.post("/requests/views", {"state": word})
    assert f"You keep {MOST_VIEWS} views already" in said(browser.get("/requests"))
    assert "Drop this view" in said(browser.get("/requests?state=to_finish&owner=mine"))
    with site.world.begin() as session:
        view_id = kept.views(session, awa, CASES)[0].id
    browser.post(f"/requests/views/{view_id}/drop")
    assert "To finish · Mine" not in said(browser.get("/requests"))


def test_a_state_that_is_shown_alone_has_a_chip_of_its_own():
    assert chip_words("all") == chip_words("found")
    assert set(chip_words("draft")) - set(chip_words("all")) == {"draft"}
