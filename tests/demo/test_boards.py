"""The demonstration shows two faces to everybody, one of them answered to."""

import pytest

from rfl.demo.boards import show_faces
from rfl.demo.installation import seat_everybody
from tests.tracing.web import Browser, words_of


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_faces_are_shown_and_one_is_answered_to(site):
    seats = seat_everybody(site.world.installation)

    show_faces(site.world.installation, seats)

    gallery = words_of(Browser(site.app.test_client()).get("/boards"))
    assert "I look for my son" in gallery
    assert "I look for my brother" in gallery
    assert "I look for my daughter" not in gallery
    awa = next(one.actor for one in seats if one.member.name == "Awa Sarr")
    work = words_of(site.as_(awa).get("/my-work"))
    assert "Read what somebody answered to a photo board" in work
    assert "Check age and risk before the photo is published" in work
