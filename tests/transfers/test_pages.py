"""One case offered, taken on and handed over, by its pages; and the directory beside them."""

import pytest

from rfl.access.rules import Role
from rfl.tracing import changing
from rfl.transfers import answering
from rfl.transfers.models import CaseOffer
from rfl.transfers.rules import KEPT, OfferKind, OfferState, Urgency
from tests.tracing.web import words_of
from tests.transfers.moving import NO, SEARCH, TOLD, YES, move_of

S = OfferState
pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True)


def addresses(page, start):
    """Return the addresses on a page that begin so."""
    return [part for part in page.text.split('"') if part.startswith(start)]


def test_a_case_changes_hands_by_its_pages(site):
    move = move_of(site.world)
    keep_a_service(site.as_(move.haddy))
    awa, lamin, ousmane = (site.as_(one) for one in (move.awa, move.lamin, move.ousmane))
    request_id = move.case(SEARCH, YES)
    offer_it(awa, request_id)
    received = addresses(lamin.get("/transfers"), "/transfers/received/")[0]
    own = received.replace("received/", "")
    take_it_on(lamin, received)
    assert "A case you offered was taken on" in words_of(awa.get("/my-work"))
    assert "A head of tracing hands it over" in words_of(awa.get(own))

    ousmane.get(own)
    ousmane.post(own + "/hand-over", {}, 422)
    page = words_of(ousmane.follow(ousmane.post(own + "/hand-over", {"told": TOLD})))
    assert "The Gambia holds the case" in page
    assert "The Gambia holds the case now" in words_of(awa.get(f"/requests/{request_id}"))
    there = addresses(lamin.get(received), "/requests/")[0]
    page = words_of(lamin.get(there))
    for said in ("Came from Senegal", "Aïssatou Baldé", "The case came from another society", TOLD):
        assert said in page
    awa.get(there, 404)


def keep_a_service(keeper):
    """Write a service down; nothing typed is lost where something is missing."""
    entry = {"name": "Tracing desk, Banjul", "kind": "tracing", "contact": "Kanifing, +220 000"}
    keeper.fill("/directory/new", {**entry, "contact": " "}, 422)
    keeper.follow(keeper.send("/directory/new", entry))
    assert "Tracing desk, Banjul" in words_of(keeper.get("/directory?country=GM"))


def offer_it(awa, request_id):
    """Offer a case by its page, and leave no name in what is said."""
    assert "Offered to nobody" in words_of(awa.get(f"/requests/{request_id}"))
    awa.get(f"/requests/{request_id}/offer")
    page = words_of(awa.get(f"/requests/{request_id}/offer?to=GM"))
    for said in ("Offer it to The Gambia", "The family agreed", "Tracing desk", "Mamadou Diallo"):
        assert said in page
    offer = f"/requests/{request_id}/offer/GM"
    answer = awa.send(offer, {"why": "Mamadou is there"}, 422)
    assert "Leave the names out" in words_of(answer)
    assert "Mamadou is there" in answer.text, "what was typed is not lost"
    awa.follow(awa.send(offer, {"why": "His mother moved there."}))


def take_it_on(lamin, received):
    """Find the offer in My work, and take the case on."""
    assert "Answer an offered case" in words_of(lamin.get("/my-work"))
    assert "His mother moved there." in words_of(lamin.get(received))
    lamin.post(received + "/decline", {}, 422)
    page = words_of(lamin.follow(lamin.post(received + "/accept")))
    assert "They hand it over next" in page


SAID = {
    S.TO_SIGN: ("Is it safe to offer this case?", None),
    S.OFFERED: ("It is their turn", "Can you carry this search on?"),
    S.ACCEPTED: ("Hand the case over", "They hand it over next"),
    S.HANDED_OVER: ("The Gambia holds the case", "Handed over"),
    S.SHARED: ("Worked on together", "Worked on together"),
    S.ENDED: ("Shared work ended", "Shared work ended"),
    S.DECLINED: ("The case is yours to carry on", "Not taken on"),
    S.REFUSED: ("The case is yours to carry on", None),
    S.WITHDRAWN: ("Taken back", "Nothing of this case can be read any more"),
    S.STOPPED: ("The case is yours to carry on", "Nothing of this case can be read any more"),
}
"""What a page says in each state: ours, and theirs; None where they know of nothing."""


def test_offers_stand_by_how_soon_they_have_to_be_answered(world):
    move = move_of(world)
    first, last = move.offered(), move.offered()
    with world.begin() as session:
        session.get_one(CaseOffer, first).urgency = Urgency.URGENT
    with world.begin() as session:
        listed = answering.list_received(session, move.haddy, limit=9)
        assert [one.row.id for one in listed] == [first, last]


def test_every_state_has_its_pages_on_both_sides(site):
    world, move = site.world, move_of(site.world)
    asked, unasked = move.offered(move.case(SEARCH, YES)), move.offered(move.case(SEARCH))
    awa, mariama, haddy = (site.as_(one) for one in (move.awa, move.mariama, move.haddy))
    for state, (ours, theirs) in SAID.items():
        kept = state if state in KEPT else S.OFFERED
        with world.begin() as session:
            row = session.get_one(CaseOffer, asked)
            row.state = kept
            if state is S.STOPPED:
                changing.give_consents(session, move.awa, row.request_id, [NO])
        for browser in (awa, mariama):
            assert ours in words_of(browser.get(f"/transfers/{asked}")), state
        page = haddy.get(f"/transfers/received/{asked}", 200 if theirs else 404)
        assert theirs is None or theirs in words_of(page), state
    move.accepted(unasked)
    page = words_of(awa.get(f"/transfers/{unasked}"))
    assert "The family has to agree first" in page
    assert "Write down the consent" in page


def test_shared_work_has_notes_a_lead_and_an_end_on_both_sides(site):
    move = move_of(site.world)
    offer_id = move.offered(move.case(SEARCH, YES), kind=OfferKind.SHARED)
    move.handed(move.accepted(offer_id))
    awa, lamin = site.as_(move.awa), site.as_(move.lamin)
    here, there = f"/transfers/{offer_id}", f"/transfers/received/{offer_id}"
    lamin.get(there)
    lamin.post(there + "/notes", {"words": " "}, 422)
    lamin.follow(lamin.post(there + "/notes", {"words": "Nobody at the harbour."}))
    page = words_of(awa.get(here))
    assert "Nobody at the harbour." in page
    assert "They lead" in page
    lamin.post(there + "/lead")
    page = words_of(awa.follow(awa.post(here + "/notes", {"words": "We visit the mother."})))
    assert "We lead" in page
    awa.post(here + "/lead")
    awa.post(here + "/end")
    page = words_of(lamin.get(there))
    assert "Shared work ended" in page
    assert "We visit the mother." in page, "what was written stays readable"


def test_the_directory_is_kept_by_each_society_for_itself(site):
    world = site.world
    head = site.as_(world.colleague(Role.SUPERVISOR, society="GM"))
    other = site.as_(world.colleague(Role.COORDINATOR, society="SN"))
    head.fill("/directory/new", {"name": "Legal desk", "kind": "legal", "contact": "Serrekunda"})
    page = head.get("/directory?kind=legal")
    entry = next(one for one in addresses(page, "/directory/") if one.endswith("/verify"))
    entry = entry.removesuffix("/verify")
    other.get(entry, 404)
    assert "It still holds" not in words_of(other.get("/directory"))
    head.follow(head.post(entry + "/verify"))
    head.fill(entry, {"contact": "Bakau"})
    assert "Bakau" in words_of(other.get("/directory?country=GM&kind=legal"))
    head.post(entry + "/close")
    assert "No service like this" in words_of(other.get("/directory?kind=legal"))
