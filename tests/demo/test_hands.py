"""The demonstration has a case that waits for an answer, one taken on, one that went for good."""

import pytest
from sqlalchemy import select

from rfl.demo.hands import KEPT, change_hands
from rfl.demo.installation import seat_everybody
from rfl.directory.models import DirectoryEntry
from rfl.transfers.models import CaseOffer
from rfl.transfers.rules import OfferState
from tests.tracing.web import words_of


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_cases_change_hands_and_the_directory_is_full(site):
    world = site.world
    seats = seat_everybody(world.installation)

    change_hands(world.installation, seats)

    with world.begin() as session:
        states = sorted(session.scalars(select(CaseOffer.state)))
        assert len(session.scalars(select(DirectoryEntry.id)).all()) == len(KEPT)
    offered = [OfferState.OFFERED] * 2
    assert states == sorted([*offered, OfferState.ACCEPTED, OfferState.HANDED_OVER])
    awa = next(one.actor for one in seats if one.member.name == "Awa Sarr")
    browser = site.as_(awa)
    assert "Answer an offered case" in words_of(browser.get("/my-work"))
    assert "More than half a year ago" in words_of(browser.get("/directory"))
