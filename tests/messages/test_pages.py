"""The pages of messages, through the door, as they are typed into."""

import io

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.rules import MessageState
from rfl.persons import service as persons
from rfl.persons.models import Registration
from tests.messages.post import photograph
from tests.tracing.web import words_of

TYPED = {
    "sender_name": "Aïssatou Baldé",
    "sender_place": "Kolda",
    "agrees": "y",
    "addressee_name": "Mamadou Diallo",
    "relation": "son",
    "to_society": "GM",
    "address_place": "Banjul",
    "text": "We are all well.",
}


def _id(answer):
    return answer.headers["Location"].rsplit("/", 1)[1]


def _only(post, table):
    with post.world.begin() as session:
        return session.query(table).one()


def test_a_message_goes_its_whole_way_by_its_pages(post, site):
    awa, ousmane = site.as_(post.awa), site.as_(post.ousmane)
    lamin, haddy = site.as_(post.lamin), site.as_(post.haddy)
    message = _id(awa.fill("/messages/new", TYPED))
    page = words_of(awa.get(f"/messages/{message}"))
    assert "Somebody other than the person who wrote it down reads it first." in page
    clean = dict.fromkeys(("military", "political", "money", "safety"), "no")
    ousmane.fill(f"/messages/{message}/screen", {**clean, "read": "y", "go": "on"})
    ousmane.post(f"/messages/{message}/dispatch")
    delivery = str(_only(post, MessageDelivery).id)

    lamin.get("/deliveries")
    lamin.get(f"/deliveries/{delivery}")
    lamin.post(
        f"/deliveries/{delivery}/attempt",
        {"day": clock.today().isoformat(), "outcome": "not_there", "place": "the market"},
    )
    lamin.post(
        f"/deliveries/{delivery}/reached",
        {"handed_day": clock.today().isoformat(), "handing": "read_aloud", "leave": "arrived"},
    )
    typed = {"agrees": "y", "text": "I am well."}
    lamin.follow(lamin.fill(f"/deliveries/{delivery}/reply", typed))
    with post.world.begin() as session:
        reply = session.query(FamilyMessage).filter_by(society_code="GM").one().id
    haddy.fill(f"/messages/{reply}/screen", {**clean, "read": "y", "go": "on"})
    haddy.post(f"/messages/{reply}/dispatch")

    page = words_of(awa.get(f"/messages/{message}"))
    assert "Delivered" in page
    assert "An answer came" in page
    awa.fill(f"/messages/{message}/told", {"words": "by telephone"})
    assert "The sender knows" in words_of(awa.get(f"/messages/{message}"))


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("sender_name", "Write who sends it."),
        ("addressee_name", "Write to whom it goes."),
        ("agrees", "tick it when they agree"),
        ("to_society", "Choose the society that brings it."),
        ("text", "Write the message, or choose a picture"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(post, site, missing, sentence):
    browser = site.as_(post.awa)
    answer = browser.fill("/messages/new", {**TYPED, missing: None}, 422)
    assert sentence in words_of(answer)
    for name, value in TYPED.items():
        if name not in (missing, "agrees"):
            assert value in answer.text


def test_pressed_twice_the_button_keeps_one_message(post, site):
    browser = site.as_(post.awa)
    browser.get("/messages/new")
    form = dict(browser.form)
    first = browser.send("/messages/new", TYPED)
    browser.form = form
    assert browser.send("/messages/new", TYPED).headers["Location"] == first.headers["Location"]
    _only(post, FamilyMessage)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_a_photograph_becomes_a_page_without_what_was_hidden_in_it(post, site, kind):
    browser, secret = site.as_(post.awa), b"Zebulonzinho 13.45 N"
    data = photograph(kind=kind, secret=secret)
    assert kind == "PDF" or secret in data
    typed = {**TYPED, "text": "", "pages": (io.BytesIO(data), "a.jpg")}
    message = _id(browser.fill("/messages/new", typed))

    picture = browser.client.get(f"/messages/{message}/pages/1")
    assert picture.mimetype == "image/jpeg"
    assert picture.data.startswith(b"\xff\xd8")
    assert b"Zebulon" not in picture.data
    assert picture.headers["Cache-Control"] == "no-store"
    browser.get(f"/messages/{message}/pages/2", 404)
    assert "message:opened" in post.world.trail(_only(post, FamilyMessage).id)


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7 /JS", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_is_refused_with_a_sentence(post, site, data):
    typed = {**TYPED, "pages": (io.BytesIO(data), "a.pdf")}
    answer = site.as_(post.awa).fill("/messages/new", typed, 422)
    assert "Choose a JPEG, PNG, WebP or PDF file" in words_of(answer)
    assert "We are all well." in answer.text


def test_the_sheet_is_a_pdf_with_a_page_and_is_recorded_as_printed(post, site):
    message_id, delivery_id = post.dispatched(
        post.screened(post.collected(pages=(photograph(),), kind="scan"))
    )
    for actor, path in ((post.awa, "messages"), (post.lamin, "deliveries")):
        one = message_id if path == "messages" else delivery_id
        answer = site.as_(actor).client.get(f"/{path}/{one}/sheet")
        assert answer.data.startswith(b"%PDF-")
        assert answer.mimetype == "application/pdf"
    assert post.world.trail(message_id)[-1] == "print:made"


def test_safe_and_well_adds_relatives_and_keeps_what_was_typed(post, site):
    browser = site.as_(post.awa)
    browser.get("/messages/safe-and-well")
    typed = {"sender_name": "Ibrahima Sow", "relatives-0-name": "Fatou Sow", "agrees": "y"}
    page = browser.send("/messages/safe-and-well", {**typed, "row": "add:relatives"}, 200)
    assert "Ibrahima Sow" in page.text
    more = {"relatives-1-name": "Modou Sow", "to_society": "GM", "phrases": ["alive", "well"]}
    answer = browser.send("/messages/safe-and-well", more)
    listed = words_of(browser.follow(answer))
    assert "Fatou Sow" in listed
    assert "Modou Sow" in listed


def test_a_case_and_a_person_show_their_messages_and_begin_new_ones(post, site):
    browser, request_id = site.as_(post.awa), post.request()
    page = browser.get(f"/messages/new?request={request_id}")
    assert "Aïssatou Baldé" in page.text
    assert "Mamadou Diallo" in page.text
    message = _id(browser.send("/messages/new", {**TYPED, "sender_name": "Aïssatou Baldé"}))

    number = post.row(_only(post, FamilyMessage).id).number
    assert number in browser.get(f"/requests/{request_id}").text
    person_id = _only(post, FamilyMessage).person_id
    page = browser.get(f"/persons/{person_id}").text
    assert number in page
    assert f"/messages/{message}" in page
    assert f"/messages/new?person={person_id}" in page


def test_a_person_of_another_society_is_not_read_through_a_new_message(post, site):
    registration_id = post.register()
    with post.world.begin() as session:
        person_id = session.get_one(Registration, registration_id).person_id
    browser = site.as_(post.awa)
    browser.get(f"/messages/new?person={person_id}", 404)
    browser.fill("/messages/new", {**TYPED, "person": str(person_id)}, 404)


def test_a_sealed_persons_messages_are_known_only_to_those_named(post, site):
    registration_id = post.register()
    with post.world.begin() as session:
        person_id = session.get_one(Registration, registration_id).person_id
    lamin, haddy = site.as_(post.lamin), site.as_(post.haddy)
    typed = {**TYPED, "to_society": "SN", "person": str(person_id)}
    message = _id(lamin.fill("/messages/new", typed))
    with post.world.begin() as session:
        readers = [post.haddy.user_id]
        persons.seal_record(session, post.haddy, person_id, readers)

    lamin.get(f"/messages/{message}", 404)
    assert "0" in words_of(lamin.get("/messages"))
    haddy.get(f"/messages/{message}")


def test_my_work_says_what_to_do_with_messages(post, site):
    message_id = post.collected()
    awa, ousmane, lamin = (site.as_(one) for one in (post.awa, post.ousmane, post.lamin))
    assert "Read a family message" not in words_of(awa.get("/my-work"))
    said = words_of(ousmane.get("/my-work"))
    assert "Read a family message before it goes" in said
    assert "From Aïssatou Baldé to Mamadou Diallo" in said
    post.screened(message_id)
    assert "Send a family message off" in words_of(awa.get("/my-work"))
    _id, delivery_id = post.dispatched(message_id)
    assert "Bring a family message" in words_of(lamin.get("/my-work"))
    assert "Send a family message off" not in words_of(awa.get("/my-work"))
    post.handed(delivery_id)
    assert "Tell a sender that the message arrived" in words_of(awa.get("/my-work"))
    awa.fill(f"/messages/{message_id}/told", {"words": "by telephone"})
    assert "Tell a sender" not in words_of(awa.get("/my-work"))


def test_empty_lists_say_what_to_do(post, site):
    assert "choose ‘New message’" in words_of(site.as_(post.awa).get("/messages"))
    assert "Nothing to bring" in words_of(site.as_(post.lamin).get("/deliveries"))
    assert "Nothing counted yet" in words_of(site.as_(post.awa).get("/services"))
    assert "Choose ‘All’" in words_of(site.as_(post.awa).get("/messages?state=delivered"))


def test_a_volunteer_begins_at_the_large_buttons(post, site):
    cheikh = site.as_(post.world.colleague(Role.VOLUNTEER, society="SN"))
    page = words_of(cheikh.get("/intake"))
    assert "This person wants to write to the family" in page
    message = _id(cheikh.fill("/messages/new", TYPED))
    assert "reads it first" in words_of(cheikh.get(f"/messages/{message}"))
    cheikh.fill("/services", {"minutes": "7", "relation": "mother"})
    assert "Calls 1 Minutes 7" in words_of(cheikh.get("/services"))
    cheikh.get("/deliveries", 403)


def test_a_call_without_minutes_is_asked_for_them(post, site):
    answer = site.as_(post.awa).fill("/services", {"minutes": ""}, 422)
    assert "how many minutes" in words_of(answer)


def test_the_reader_looks_at_each_point(post, site):
    message_id = post.collected()
    ousmane = site.as_(post.ousmane)
    answer = ousmane.fill(f"/messages/{message_id}/screen", {"read": "y", "go": "on"}, 422)
    assert words_of(answer).count("Look whether there is anything of this") == 8
    typed = {"money": "yes", "go": "back", "words": "the price of the boat"}
    ousmane.fill(f"/messages/{message_id}/screen", typed)
    page = words_of(site.as_(post.awa).get(f"/messages/{message_id}/edit"))
    assert "the price of the boat" in page
    assert "Requests for money" in page
    site.as_(post.awa).fill(f"/messages/{message_id}/edit", {"text": "We are well."})
    assert post.page(message_id).view is MessageState.COLLECTED
