"""The pages of child files, through the door: who sees what, what is asked, what is not lost."""

from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.children.rules import ChildState, EntryKind, Factor
from rfl.persons.rules import RegistrationKind
from rfl.tracing import queries
from tests.children.files import QUESTIONS
from tests.tracing.web import Site, site_of, words_of
from tests.tracing.world import person


@pytest.fixture
def pages(team) -> Site:
    """Return the application, without tokens: forms are tried elsewhere."""
    return site_of(team.world)


def test_a_file_is_opened_from_the_childs_own_record(team, pages):
    registration, person_id = team.register()
    lamin = pages.as_(team.lamin)

    said = words_of(lamin.get(f"/registrations/{registration}"))
    assert "Open a file for this child" in said
    answer = lamin.fill(f"/children/new/{person_id}", {"words": "Alone at the river."})
    said = words_of(lamin.follow(answer))

    assert "Ask the child what they want" in said
    assert "Restricted" in said
    assert "Alone at the river." in said
    assert "Open the child’s file" in words_of(lamin.get(f"/persons/{person_id}"))
    assert "Kadija Sowe" in words_of(lamin.get("/children"))


def test_a_grown_up_gets_no_file_and_unknown_age_is_asked(team, pages):
    lamin = pages.as_(team.lamin)
    kind = RegistrationKind.WANTS_FAMILY_TO_KNOW
    _registration, grown = team.register("Lamin Sowe", age=30, kind=kind)
    _registration, unknown = team.register("Musa Sowe", age=None, kind=kind)

    assert "Open a file" not in words_of(lamin.get(f"/persons/{grown}"))
    refused = lamin.fill(f"/children/new/{grown}", {"words": "Alone."}, 422)
    assert "18 or older" in words_of(refused)
    refused = lamin.fill(f"/children/new/{unknown}", {"words": "Alone at the river."}, 422)
    assert "Tick it" in words_of(refused)
    assert "Alone at the river." in refused.text
    lamin.follow(
        lamin.send(f"/children/new/{unknown}", {"words": "Alone at the river.", "says_so": "y"})
    )


def test_every_question_group_has_a_page_and_keeps_what_was_typed(team, pages):
    child_id = team.opened()
    lamin = pages.as_(team.lamin)
    base = f"/children/{child_id}"

    lamin.fill(f"{base}/write/wish", {"words": "To my mother.", "language": "Pulaar", "alone": "y"})
    refused = lamin.fill(f"{base}/write/risk", {"words": "A man waits outside."}, 422)
    assert "Choose what you see" in words_of(refused)
    assert "A man waits outside." in refused.text
    lamin.send(f"{base}/write/risk", {"kinds": ["trafficking", "violence"]})
    lamin.post(f"{base}/acts/document")
    refused = lamin.fill(f"{base}/write/care", {"kind": "foster_family", "checks": "Seen."}, 422)
    assert "Write with whom" in words_of(refused)
    lamin.send(f"{base}/write/care", {"with_whom": "Family Njie", "since": clock.today()})
    lamin.post(f"{base}/acts/arrange_care")
    lamin.post(f"{base}/acts/trace")
    refused = lamin.fill(f"{base}/acts/locate", {}, 422)
    assert "Write down who was found" in words_of(refused)
    lamin.send(f"{base}/acts/locate", {"words": "An aunt in Kolda."})
    lamin.fill(
        f"{base}/write/guardian",
        {"ground": "authority", "who": "Mrs Sanneh", "words": "I agree."},
    )
    ahead = clock.today() + timedelta(days=3)
    refused = lamin.fill(f"{base}/write/visit", {"day": ahead, "words": "She sleeps well."}, 422)
    assert "still to come" in words_of(refused)
    assert "She sleeps well." in refused.text
    lamin.send(f"{base}/write/visit", {"day": clock.today()})
    lamin.fill(f"{base}/write/note", {"words": "Shoes are needed."})

    said = words_of(lamin.get(base))
    for words in (
        "To my mother.",
        "Trafficking",
        "Family Njie",
        "Mrs Sanneh",
        "Shoes are needed.",
    ):
        assert words in said, words
    assert team.row(child_id).state is ChildState.FAMILY_LOCATED


def test_what_one_side_says_is_on_no_page_until_both_stand(team, pages):
    child_id = team.opened()
    team.traced(child_id)
    base = f"/children/{child_id}"
    lamin, awa, haddy = (pages.as_(one) for one in (team.lamin, team.awa, team.haddy))
    lamin.fill(f"{base}/acts/locate", {"words": "An aunt."})
    lamin.fill(f"{base}/write/questions", {"questions-0": "What is she called at home?"})

    refused = lamin.fill(f"{base}/sides/child", {"answers-0": "Zebulonzinho"}, 422)
    assert "without the other in the room" in words_of(refused)
    refused = lamin.fill(f"{base}/sides/child", {"alone": "y", "answers-0": " "}, 422)
    assert "‘I do not know’ is one too" in words_of(refused)
    refused = lamin.fill(f"{base}/sides/child", {"answers-0": "Zebulonzinho"}, 422)
    assert "Zebulonzinho" in refused.text
    lamin.send(f"{base}/sides/child", {"alone": "y", "language": "Pulaar"})

    lamin.get(f"{base}/sides/family", 422)
    lamin.get(f"{base}/comparison", 422)
    for browser in (lamin, awa, haddy):
        for path in (base, f"{base}/sides/family", "/my-work", "/children"):
            status = 422 if browser is lamin and path.endswith("family") else 200
            assert "Zebulonzinho" not in browser.get(path, status).text
    awa.fill(
        f"{base}/sides/family",
        {"answers-0": "Dija", "who": "her aunt", "alone": "y", "language": "Pulaar"},
    )
    said = words_of(awa.get(f"{base}/comparison"))
    assert "Zebulonzinho" in said
    assert "Dija" in said
    refused = awa.send(f"{base}/comparison", {"answers-0": "differs", "words": "No."}, 422)
    assert "Choose what you conclude" in words_of(refused)
    awa.send(f"{base}/comparison", {"answers-0": "differs", "fits": "no", "words": "No."})
    assert "It is not the family: search on" in words_of(awa.get(base))


def test_the_assessment_goes_factor_by_factor_and_two_people_sign(team, pages):
    child_id = team.opened()
    team.verified(child_id)
    base = f"/children/{child_id}"
    lamin, haddy, binta = (pages.as_(one) for one in (team.lamin, team.haddy, team.binta))
    lamin.fill(f"{base}/write/guardian", {"ground": "none_yet"})
    path = lamin.get(f"{base}/assessment", 303).headers["Location"]
    for _factor in Factor:
        answer = lamin.fill(path, {"facts": "It was looked at.", "view": "It is good."})
        path = answer.headers["Location"]
    lamin.fill(
        f"{base}/write/determination",
        {"verdict": "reunify", "reasons": "Both want it.", "dissent": "The carers would wait."},
    )

    assert "The carers would wait." in words_of(lamin.get(f"{base}/determination"))
    assert "I sign exactly this" not in words_of(lamin.get(f"{base}/determination"))
    said = words_of(binta.get("/access/children"))
    assert "Read, and sign or not" in said
    assert "Kadija" not in said
    assert f'href="/access/children/{child_id}"' in binta.get("/my-work").text
    binta.get(base, 403)
    assert "Both want it." in words_of(binta.get(f"/access/children/{child_id}"))
    assert "I sign exactly this" in words_of(haddy.get(f"{base}/determination"))


def test_the_focal_point_answers_for_what_is_late(team, pages):
    child_id = team.opened()
    old = clock.now() - timedelta(days=40)
    team.set(child_id, state_since=old, created_at=old)
    binta = pages.as_(team.binta)

    said = words_of(binta.get("/access/children"))
    assert "The next step is late" in said
    assert "Nobody has seen the child for a month" in said
    assert "Kadija" not in said
    first = next(
        part.split('"')[0] for part in binta.get("/access/children").text.split("/reviews/")[1:]
    )
    refused = binta.post(f"/access/children/reviews/{first}", {"words": " "}, 422)
    assert "Write a sentence" in words_of(refused)
    binta.post(f"/access/children/reviews/{first}", {"words": "He was ill; he goes tomorrow."})

    assert words_of(binta.get("/access/children")).count("Keep the answer") == 1
    work = words_of(binta.get("/my-work"))
    assert work.count("Ask whoever is responsible") == 1
    assert "Kadija" not in work
    abroad = pages.as_(team.world.colleague(Role.SAFEGUARDING, society="ES"))
    assert "No child file yet" in words_of(abroad.get("/access/children"))


def test_my_work_says_what_comes_next(team, pages):
    child_id = team.opened()
    team.register("Buba Sowe")
    lamin, awa, haddy = (pages.as_(one) for one in (team.lamin, team.awa, team.haddy))

    said = words_of(lamin.get("/my-work"))
    assert "Ask Kadija Sowe what they want" in said
    assert "found children: 1 have none" in words_of(haddy.get("/my-work"))
    assert "Buba Sowe" in words_of(haddy.get("/children"))

    team.traced(child_id)
    team.set(child_id, visited_at=clock.now() - timedelta(days=22))
    assert "Visit Kadija Sowe : nobody has seen them for 22 days" in words_of(lamin.get("/my-work"))
    lamin.fill(f"/children/{child_id}/acts/locate", {"words": "An aunt."})
    team.write(child_id, EntryKind.QUESTIONS, QUESTIONS)
    assert "Ask the relative" not in words_of(awa.get("/my-work"))
    team.ask(child_id, EntryKind.CHILD_SIDE, team.lamin, "Dija", "I do not know")
    assert "Ask the relative of Kadija Sowe" in words_of(awa.get("/my-work"))
    assert "Ask the relative" not in words_of(lamin.get("/my-work"))


def test_visits_afterwards_stand_in_my_work_when_they_are_near(team, pages):
    child_id = team.brought_to(ChildState.REUNIFIED)
    lamin = pages.as_(team.lamin)
    assert "again" not in words_of(lamin.get("/my-work"))
    early = {"day": clock.today(), "wellbeing": "well", "words": "She laughs."}
    said = words_of(lamin.follow(lamin.fill(f"/children/{child_id}/follow-ups", early)))
    assert "it was before them" in said
    assert "After 1 month, due on" in said
    assert team.row(child_id).state is ChildState.REUNIFIED

    with clock.at(clock.now() + timedelta(days=20)):
        lamin = pages.as_(team.lamin)
        assert "Visit Kadija Sowe again" in words_of(lamin.get("/my-work"))
        lamin.fill(
            f"/children/{child_id}/follow-ups",
            {"day": clock.today(), "wellbeing": "danger", "words": "She is beaten."},
        )
        said = words_of(pages.as_(team.binta).get("/access/children"))
        assert "found in danger" in said
        assert "beaten" not in said


def test_a_grave_risk_reaches_the_head_of_tracing_without_a_word_of_it_in_their_work(team, pages):
    child_id = team.opened()
    lamin, haddy, base = pages.as_(team.lamin), pages.as_(team.haddy), f"/children/{child_id}"
    grave = {"kinds": ["trafficking"], "words": "A man waits outside.", "is_grave": "y"}
    lamin.fill(f"{base}/write/risk", grave)
    said = words_of(haddy.get("/my-work"))
    assert "Look at a grave risk in a child’s file" in said
    assert "A man waits" not in said
    assert "grave risk in a child" not in words_of(lamin.get("/my-work"))
    lamin.get(f"{base}/alarm", 403)
    refused = lamin.fill(f"{base}/write/alarm", {"words": "He came again."}, 422)
    assert "told already" in words_of(refused)

    assert "A man waits outside." in words_of(haddy.get(f"{base}/alarm"))
    haddy.fill(f"{base}/alarm", {"words": ""}, 422)
    haddy.fill(f"{base}/alarm", {"words": "He is her uncle: I know him."})
    assert "grave risk" not in words_of(haddy.get("/my-work"))
    assert "I know him." in words_of(lamin.get(base))

    lamin.fill(f"{base}/write/alarm", {"words": "He is not."})
    assert "grave risk" in words_of(haddy.get("/my-work"))
    readers = [str(one.user_id) for one in (team.haddy, team.binta)]
    haddy.fill(f"{base}/seal", {"readers": readers}, 200)
    assert "grave risk" not in words_of(haddy.get("/my-work"))
    assert "Nothing waits here" in words_of(haddy.get(f"{base}/alarm"))


def test_a_file_is_given_to_a_colleague_with_the_childs_records(team, pages):
    registration, person_id = team.register()
    haddy = pages.as_(team.haddy)
    answer = haddy.fill(f"/children/new/{person_id}", {"words": "Alone."})
    base = answer.headers["Location"]
    awa = pages.as_(team.awa)
    awa.get(base, 404)

    haddy.fill(f"{base}/people", {"owner": str(team.awa.user_id)})

    for path in (base, f"/persons/{person_id}", f"/registrations/{registration}"):
        awa.get(path)
    assert "Ask Kadija Sowe what they want" in words_of(awa.get("/my-work"))


def test_the_case_in_which_a_child_is_sought_leads_to_the_file(team, pages):
    child_id = team.opened()
    person_id = team.row(child_id).person_id
    request_id = team.world.case(team.lamin, enquirer=person("Aïssatou Baldé"))
    with team.world.begin() as session:
        queries.sought(session, [request_id])[0].person_id = person_id
    lamin = pages.as_(team.lamin)

    assert team.row(child_id).number in words_of(lamin.get(f"/requests/{request_id}"))
    assert team.world.row(request_id).number in words_of(lamin.get(f"/children/{child_id}"))
