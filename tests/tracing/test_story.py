"""The life of a case, walked through its pages by an officer and a head of tracing."""

from uuid import UUID

import pytest

from rfl.access.rules import Role
from rfl.tracing.rules import CaseState
from tests.tracing.web import words_of

MAMADOU = {
    "consent": "y",
    "share": "all",
    "enquirer_name": "Aïssatou Baldé",
    "relation": "son",
    "channel": "her sister’s telephone",
    "person-names-0-parts-0-text": "Mamadou Diallo",
    "person-age": "24",
    "person-origin": "Kolda",
    "go": "open",
}


def opened(answer):
    """Return the id of the case that an answer leads to."""
    return UUID(answer.headers["Location"].split("/")[2])


@pytest.fixture
def pair(site):
    """Return an officer's browser and a head of tracing's."""
    world = site.world
    return (
        site.as_(world.colleague(Role.OFFICER, name="Awa Sarr")),
        site.as_(world.colleague(Role.SUPERVISOR, name="Ousmane Faye")),
    )


def ask_to_close(awa, case):
    awa.fill(
        f"{case}/close",
        {
            "fate": "alive",
            "whereabouts": "unknown",
            "reason": "alive_message_only",
            "satisfaction": "content",
            "complaint_told": "y",
        },
    )


def test_from_the_first_word_to_closure_with_two_pairs_of_eyes(site, pair):
    awa, ousmane = pair
    answer = awa.fill("/requests/new", MAMADOU)
    case_id = opened(answer)
    case = f"/requests/{case_id}"
    page = words_of(awa.follow(answer))
    assert all(words in page for words in ("Mamadou Diallo", "24 years old", "Kolda"))
    assert site.world.row(case_id).state is CaseState.SUBMITTED

    assert "Decide on the request for Mamadou Diallo" in words_of(ousmane.get("/my-work"))
    ousmane.post(f"{case}/acts/accept")
    assert "Start the search for Mamadou Diallo" in words_of(awa.get("/my-work"))
    awa.post(f"{case}/acts/start")

    awa.fill(
        f"{case}/actions/new", {"kind": "hospital", "words": "Mbour", "result": "Nobody found"}
    )
    page = words_of(awa.get(case))
    assert "Hospitals asked : Mbour → Nobody found Awa Sarr" in page
    assert "A call before that would raise hope that may be false." in page

    awa.fill(f"{case}/acts/locate", {"words": "The Gambia released: alive, sends a message."})
    assert "Somebody other than the person who located them" not in words_of(ousmane.get(case))
    assert "alive, sends a message" in words_of(ousmane.get(f"{case}/acts/verify"))
    ousmane.post(f"{case}/acts/verify")

    awa.fill(
        f"{case}/told?result=1",
        {"words": "He is alive.", "news": "alive", "how": "by telephone", "by": "Kadia Bâ"},
    )
    assert site.world.row(case_id).state is CaseState.DELIVERED
    ask_to_close(awa, case)
    assert "Close the case of Mamadou Diallo" in words_of(ousmane.get("/my-work"))
    assert "family was told He is alive." in words_of(ousmane.get(f"{case}/acts/close"))
    ousmane.post(f"{case}/acts/close")

    page = words_of(awa.get(case))
    assert site.world.row(case_id).state is CaseState.CLOSED
    assert "Alive; sent a message, and wants no more than that. Fate: alive." in page
    assert "Request accepted Ousmane Faye" in page
    assert "The family was told, by telephone : He is alive. Awa Sarr, Kadia Bâ" in page
