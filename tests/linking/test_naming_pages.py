"""Pages of the names that a society adds: proposed, what they change, decided by another."""

from uuid import UUID

import pytest

from rfl.access.rules import Role
from rfl.linking import naming, proposing
from rfl.linking.document import NameDocument
from rfl.linking.naming_rules import ProposalState
from rfl.matching.additions import AdditionKind, forms_in
from rfl.matching.score import VERSION
from tests.tracing.web import words_of

TOLD = {
    "kind": "one_name",
    "bearers": "family",
    "spellings-0-text": "Tsuvaniro",
    "spellings-0-language": "so",
    "spellings-1-text": "Gwembeshi",
    "spellings-1-language": "",
    "region": "Kédougou",
    "source": "an elder",
    "why": "one clan, two spellings",
}
WORDS = {"words": "Two clans after all."}


def proposed(gate, *forms, who=None, kind=AdditionKind.ONE_NAME):
    document = NameDocument(kind, True, forms_in("\n".join(forms)), "", "an elder", "one clan")
    with gate.world.begin() as session:
        return proposing.propose(session, who or gate.awa, document).id


def document_of(gate, proposal_id):
    with gate.world.begin() as session:
        shown = proposing.proposal(session, gate.awa, proposal_id)
        return shown.row.state, shown.document


def test_a_name_goes_from_the_form_over_a_second_person_into_the_lexicon(site, gate):
    awa, ousmane = site.as_(gate.awa), site.as_(gate.ousmane)
    assert "Nothing is proposed" in words_of(awa.get("/names"))

    page = awa.fill("/names/new", TOLD)
    path = page.headers["Location"]
    assert "Proposed as number 1." in words_of(awa.follow(page))
    assert "names" in words_of(ousmane.get("/approvals"))
    assert "1 proposal of names for the lexicon waits" in words_of(ousmane.get("/approvals"))
    read = words_of(ousmane.get(path))
    for said in ("Somali", "Kédougou", "an elder", "one clan, two spellings", "Awa Sarr"):
        assert said in read
    assert "It would be one of its own." in read

    ousmane.post(f"{path}/accept")

    assert "accepted since version 1" in words_of(ousmane.get(path))
    assert "Tsuvaniro · Gwembeshi" in words_of(awa.get("/names?show=accepted"))
    assert f"Engine and lexicon {VERSION}+1." in words_of(awa.get("/names"))
    assert "names for the lexicon" not in words_of(ousmane.get("/approvals"))
    proposal_id = UUID(path.rpartition("/")[2])
    assert gate.world.trail(proposal_id)[0] == "lexicon:proposed"
    assert "lexicon:accepted" in gate.world.trail(proposal_id)
    assert "lexicon:listed" in gate.world.trail(proposal_id)


def test_it_is_told_how_a_pair_is_compared_now_and_would_be(site, gate):
    path = f"/names/{proposed(gate, 'Diallo', 'Tsuvaniro')}"

    read = words_of(site.as_(gate.ousmane).get(path))

    assert "Joins the name Diallo" in read
    assert "New spellings Tsuvaniro" in read
    assert "For example Diallo – Tsuvaniro" in read
    before, _, after = read.partition("If it is accepted")[2].partition("spellings of one name")
    assert "different names" in before
    assert "It counts for every society at once." in after
    with gate.world.begin() as session:
        assert not naming.refresh(session).of("tsuvaniro")


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        (
            {"spellings-0-text": "Hassan", "spellings-1-text": "Hussein"},
            "spellings-1-text",
            "held to be two names",
        ),
        (
            {"spellings-0-text": "Diallo", "spellings-1-text": "Camara"},
            "spellings-1-text",
            "one name of two",
        ),
        ({"spellings-0-text": "Haji 7"}, "spellings-0-text", "is not one name"),
        ({"spellings-1-text": "Tsuvaniro"}, "spellings-1-text", "two spellings that differ"),
        ({"spellings-0-text": "", "spellings-1-text": ""}, "spellings-0-text", "at least two"),
        ({"kind": "two_names", "spellings-1-text": ""}, "kind", "exactly two names"),
        ({"source": ""}, "source", "where you know it from"),
        ({"bearers": None}, "bearers", "a given name or a family name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    site, gate, changes, field, said
):
    awa = site.as_(gate.awa)

    page = awa.fill("/names/new", {**TOLD, **changes}, 422)

    assert f'href="#{field}"' in page.text
    assert said in words_of(page)
    kept = {name: value for name, value in {**TOLD, **changes}.items() if value is not None}
    assert {name: (awa.form.get(name) or [""])[0] for name in kept} == kept
    assert "Nothing is proposed" in words_of(awa.get("/names"))


def test_rows_for_spellings_are_added_and_taken_out(site, gate):
    awa = site.as_(gate.awa)
    awa.fill("/names/new", {**TOLD, "row": "add:spellings"}, 200)
    awa.send("/names/new", {"spellings-2-text": "Kuvanirka", "row": "drop:spellings-1"}, 200)

    page = awa.send("/names/new")

    proposal_id = UUID(page.headers["Location"].rpartition("/")[2])
    state, told = document_of(gate, proposal_id)
    assert state is ProposalState.PROPOSED
    assert told.forms == (("so", "Tsuvaniro"), ("", "Kuvanirka"))


def test_it_is_refused_with_the_reason_which_whoever_proposed_it_reads(site, gate):
    proposal_id = proposed(gate, "Tsuvaniro", "Gwembeshi")
    ousmane = site.as_(gate.ousmane)
    page = ousmane.post(f"/names/{proposal_id}/refuse", status=422)
    assert "Say why, so that nobody proposes it again." in words_of(page)

    ousmane.post(f"/names/{proposal_id}/refuse", WORDS)

    assert document_of(gate, proposal_id)[0] is ProposalState.REFUSED
    read = words_of(site.as_(gate.awa).get(f"/names/{proposal_id}"))
    assert "Two clans after all." in read
    assert "Ousmane Faye" in read


def test_what_was_accepted_is_taken_back_with_the_reason(site, gate):
    proposal_id = proposed(gate, "Tsuvaniro", "Gwembeshi")
    ousmane = site.as_(gate.ousmane)
    ousmane.post(f"/names/{proposal_id}/accept")
    page = ousmane.post(f"/names/{proposal_id}/refuse", WORDS, 422)
    assert "already ‘accepted’" in words_of(page)
    assert WORDS["words"] in page.text

    ousmane.post(f"/names/{proposal_id}/take-back", WORDS)

    assert "taken back since version 2" in words_of(ousmane.get("/names?show=ended"))
    with gate.world.begin() as session:
        assert not naming.refresh(session).of("gwembeshi")


def test_nobody_accepts_their_own_and_an_officer_accepts_nothing(site, gate):
    proposal_id = proposed(gate, "Tsuvaniro", "Gwembeshi", who=gate.ousmane)
    accept = f"/names/{proposal_id}/accept"
    ousmane, awa = site.as_(gate.ousmane), site.as_(gate.awa)
    assert accept not in ousmane.get(f"/names/{proposal_id}").text
    assert accept not in awa.get(f"/names/{proposal_id}").text

    assert "A second person accepts" in words_of(ousmane.post(accept, status=422))
    awa.post(accept, status=403)

    assert document_of(gate, proposal_id)[0] is ProposalState.PROPOSED
    assert "names for the lexicon" not in words_of(ousmane.get("/approvals"))


def test_what_came_to_clash_meanwhile_is_told_and_cannot_be_accepted(site, gate):
    first = proposed(gate, "Tsuvaniro", "Gwembeshi")
    second = proposed(gate, "Tsuvaniro", "Gwembeshi", kind=AdditionKind.TWO_NAMES)
    ousmane = site.as_(gate.ousmane)
    ousmane.post(f"/names/{first}/accept")

    page = ousmane.get(f"/names/{second}")

    assert "It cannot be accepted as it stands" in words_of(page)
    assert "as spellings of one name" in words_of(page)
    assert f"/names/{second}/accept" not in page.text


def test_another_society_sees_what_counts_and_nothing_of_what_waits(site, gate):
    waits, counts = proposed(gate, "Kuvanirka", "Bexolani"), proposed(gate, "Tsuvaniro", "Gwembesh")
    site.as_(gate.ousmane).post(f"/names/{counts}/accept")
    haddy = site.as_(gate.haddy)

    assert "Kuvanirka" not in haddy.get("/names").text
    read = haddy.get("/names?show=accepted")
    assert "Gwembesh" in read.text
    assert "Awa Sarr" not in read.text
    assert f"/names/{counts}" not in read.text
    for proposal_id in (waits, counts):
        haddy.get(f"/names/{proposal_id}", 404)
        haddy.post(f"/names/{proposal_id}/take-back", WORDS, 404)
    assert "names for the lexicon" not in words_of(haddy.get("/approvals"))
    site.as_(gate.world.colleague(Role.VOLUNTEER)).get("/names", 403)


def test_the_two_names_of_a_pair_are_put_into_the_form_and_not_into_the_address(site, gate):
    gate.register("Zubenelo Gwembeshi")
    (link,) = gate.links(gate.request("Zubenelo Gwembesha"))
    awa = site.as_(gate.awa)
    page = awa.get(f"/links/{link.id}")
    assert "Do you know these names?" in page.text
    places = [part.partition('"')[0] for part in page.text.split('href="/names/new?')[1:]]
    assert places
    assert not any("wembesh" in place for place in places)
    of_two = next(place for place in places if place.endswith("two_names"))

    awa.get(f"/names/new?{of_two.replace('&amp;', '&')}")

    names = {"spellings-0-text": ["Gwembesha"], "spellings-1-text": ["Gwembeshi"]}
    assert {**awa.form, **names, "kind": ["two_names"]} == awa.form
    assert gate.world.trail(link.id).count("link:opened") == 2
    site.as_(gate.haddy).get(f"/names/new?{of_two.replace('&amp;', '&')}", 404)


@pytest.mark.parametrize("rest", ["row=99&kind=one_name", "row=-1&kind=one_name", "row=0&kind=x"])
def test_an_address_that_names_no_row_opens_an_empty_form(site, gate, rest):
    gate.register("Zubenelo Gwembeshi")
    (link,) = gate.links(gate.request("Zubenelo Gwembesha"))
    awa = site.as_(gate.awa)
    awa.get(f"/names/new?pair={link.id}&{rest}")
    assert awa.form["spellings-0-text"] == [""]
