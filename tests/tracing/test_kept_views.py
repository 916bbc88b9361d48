"""Views of the list of cases: kept for oneself or for the society, counted for whoever looks."""

import pytest

from rfl.access.rules import Role
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.tracing import kept_views
from rfl.tracing.kept_views import MOST
from rfl.tracing.narrowing import STATE_CHIPS, chosen_of, words_of
from tests.tracing.web import words_of as said


def test_a_view_is_called_by_the_words_of_its_filters():
    assert words_of(chosen_of({"state": "found", "owner": "mine", "due": "review"})) == [
        "Located",
        "Mine",
        "Review due",
    ]
    assert words_of(chosen_of({"state": "draft"})) == ["Draft"]
    assert words_of(chosen_of({"state": "nonsense", "number": "SN-1"})) == []


def test_a_shared_view_counts_for_each_reader_and_is_dropped_by_a_head(world):
    head, awa = world.colleague(Role.SUPERVISOR), world.colleague(Role.OFFICER)
    stranger = world.colleague(Role.OFFICER, society="GM")
    world.case(awa)
    mine = chosen_of({"owner": "mine"})
    with world.begin() as session:
        with pytest.raises(DeniedError):
            kept_views.keep(session, awa, mine, is_shared=True)
        with pytest.raises(RuleBrokenError, match="whole list"):
            kept_views.keep(session, awa, chosen_of({"number": "SN-1"}), is_shared=False)
        row = kept_views.keep(session, head, mine, is_shared=True)
        assert kept_views.keep(session, head, mine, is_shared=True).id == row.id
        assert [one.count for one in kept_views.views(session, awa)] == [1]
        assert [one.count for one in kept_views.views(session, head)] == [0]
        assert kept_views.views(session, stranger) == []
        for who in (awa, stranger):
            with pytest.raises(NotFoundError):
                kept_views.drop(session, who, row.id)
        kept_views.drop(session, head, row.id)
        assert kept_views.views(session, awa) == []


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
    assert f"You keep {MOST} views already" in said(browser.get("/requests"))
    assert "Drop this view" in said(browser.get("/requests?state=to_finish&owner=mine"))
    with site.world.begin() as session:
        view_id = kept_views.views(session, awa)[0].id
    browser.post(f"/requests/views/{view_id}/drop")
    assert "To finish · Mine" not in said(browser.get("/requests"))
