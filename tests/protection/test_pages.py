"""The desk of the data protection officer, page by page, as a browser sees it."""

import json
import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from rfl import clock, typesetting
from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.erasure import service as erasure
from rfl.erasure.rules import EraseReason, Record
from rfl.erasure.rules import RecordKind as Erasable
from rfl.errors import RuleBrokenError
from rfl.exchange.models import ConfirmationRequest
from rfl.jobs import service as jobs
from rfl.persons.models import Registration
from rfl.protection import paper, requests
from rfl.protection.document import Holding, Line, Section
from rfl.protection.rules import RightsState
from rfl.tracing.rules import CaseState
from rfl.transfers.models import CaseOffer
from tests.exchange.gate import gate_of
from tests.protection.desk import desk_of
from tests.tracing.web import words_of
from tests.transfers.moving import move_of

NEW = {"right": "access", "asker": "Momodou Jallow", "reach": "at the centre", "words": "All."}
SEEN = re.compile(r'name="seen"[^>]*value="([0-9a-f]{64})"')
ARABIC = "محمد جالو"


@pytest.fixture
def desk(world):
    return desk_of(world)


@pytest.fixture
def gate(world):
    return gate_of(world)


@pytest.fixture
def number(world, gate) -> str:
    registration_id = gate.register()
    with world.begin() as session:
        return session.get_one(Registration, registration_id).number


def taken_down(browser, **more) -> str:
    """Take a request down and make sure who asks; return the address of its page."""
    page = browser.fill("/rights/new", NEW | more).headers["Location"]
    browser.get(page)
    browser.post(f"{page}/identity", {"identity": "document"})
    return page


def test_the_day_of_the_data_protection_officer_begins_with_those_who_wait(site, desk):
    browser = site.as_(desk.marta)
    assert browser.get("/", 303).headers["Location"] == "/my-work"
    assert "GM-P-" not in words_of(browser.get("/my-work"))
    assert "Nobody waits" in words_of(browser.get("/rights"))
    taken_down(browser)
    for page in ("/my-work", "/rights"):
        said = words_of(browser.get(page))
        assert "GM-P-" in said
        assert "Momodou" not in said


def token_of(browser, page):
    """Return the form token of a page, for an answer that is no page."""
    browser.get(page)
    return {"csrf_token": browser.form["csrf_token"]}


def test_a_copy_is_put_together_approved_by_another_and_handed_out(site, desk, number):
    marta, elena = site.as_(desk.marta), site.as_(desk.elena)
    page = taken_down(marta)
    assert "Make sure who asks, and find their records" in words_of(marta.get(page))
    marta.post(f"{page}/records", {"number": number.lower(), "kind": "registered"})
    shown = marta.get(f"{page}/holding")
    assert "Momodou Jallow" in words_of(shown)
    key = "1.1"
    assert f'value="{key}"' in shown.text
    marta.send(f"{page}/holding", {"verdict": "granted", "hold": [key]})
    assert "Nobody approves what they decided themselves" in words_of(marta.get(page))
    marta.post(f"{page}/copy.pdf", {}, 422)
    said = elena.get(page)
    assert "held back" in words_of(said)
    elena.post(f"{page}/approve", {"seen": "0" * 64}, 422)
    elena.post(f"{page}/approve", {"seen": SEEN.findall(said.text)[-1]})
    made = marta.post(f"{page}/copy.json", {}, 200)
    content = json.loads(made.text)
    assert content["sections"][0]["title"] == "Your registration"
    assert content["sections"][0]["lines"][0] == {
        "key": key, "what": "Name", "value": "", "is_rtl": False, "source": "yourself",
        "said_on": "", "held_back": True,
    }  # fmt: skip
    assert "Momodou" not in made.text
    assert made.headers["Cache-Control"] == "no-store"
    printed = marta.client.post(f"{page}/copy.pdf", data=token_of(marta, page))
    assert printed.data.startswith(b"%PDF-")
    assert b"pdfuaid" in printed.data
    assert "Momodou" not in printed.headers["Content-Disposition"]
    marta.get(page)
    marta.post(f"{page}/answer", {"answer": "By hand, in Banjul."})
    assert "Answered" in words_of(marta.get("/rights?show=ended"))
    marta.post(f"{page}/copy.json", {}, 422)


def test_what_was_typed_stays_when_something_is_missing(site, desk):
    browser = site.as_(desk.marta)
    shown = browser.fill("/rights/new", {"asker": "Momodou", "reach": ""}, 422)
    assert "Momodou" in shown.text
    assert "Please choose one." in words_of(shown)
    page = taken_down(browser)
    shown = browser.post(f"{page}/records", {"number": "GM-R-1900-00001", "kind": "sought"}, 422)
    assert "no such record that you may know of" in words_of(shown)
    assert "GM-R-1900-00001" in shown.text


def test_a_name_is_put_right_on_its_page(site, desk, number):
    browser = site.as_(desk.marta)
    page = taken_down(browser, right="rectification")
    browser.post(f"{page}/records", {"number": number, "kind": "registered"})
    browser.post(f"{page}/decide", {"verdict": "granted"})
    shown = browser.get(page)
    assert "Carry it out, then tell the person" in words_of(shown)
    shown = browser.send(f"{page}/correct", {"what": "name", "words": ""}, 422)
    assert "Write down how it is right." in words_of(shown)
    browser.send(f"{page}/correct", {"what": "name", "words": ARABIC})
    browser.get(page)
    browser.send(f"{page}/correct", {"what": "birth", "words": "", "year": "1998"})
    browser.get(page)
    browser.post(f"{page}/answer", {"answer": "By telephone."})


def test_an_objection_is_carried_out_on_its_page(site, desk, number):
    browser = site.as_(desk.marta)
    page = taken_down(browser, right="objection")
    browser.post(f"{page}/records", {"number": number, "kind": "registered"})
    shown = browser.post(f"{page}/decide", {"verdict": "granted"}, 422)
    assert "Tick for what nothing is used any more." in words_of(shown)
    browser.post(f"{page}/decide", {"verdict": "granted", "purposes": ["share_society"]})
    browser.get(page)
    browser.post(f"{page}/stop")
    assert "taken back" in words_of(browser.get("/consents?show=taken_back"))


def test_who_was_told_what_is_shown_and_printed(site, desk, gate):
    ask_id = gate.sent()
    gate.released(ask_id)
    with site.world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        number = session.get_one(Registration, ask.registration_id).number
    browser = site.as_(desk.marta)
    page = taken_down(browser)
    browser.get(f"{page}/told", 422)
    browser.post(f"{page}/records", {"number": number, "kind": "registered"})
    said = words_of(browser.get(f"{page}/told"))
    assert "the society of Senegal: that you are alive, your message" in said
    assert browser.client.post(f"{page}/told.pdf", data=token_of(browser, page)).data.startswith(
        b"%PDF-"
    )
    rights_id = page.rsplit("/", 1)[1]
    assert Act.PRINTED in site.world.trail(UUID(rights_id), "GM")


def test_an_officer_takes_a_request_down_and_comes_back_to_the_form(site, gate):
    browser = site.as_(gate.lamin)
    assert browser.fill("/rights/new", NEW).headers["Location"] == "/rights/new"
    assert "Kept as GM-P-" in words_of(browser.get("/rights/new"))
    browser.get("/rights", 403)


def test_a_person_can_take_it_back(site, desk):
    browser = site.as_(desk.marta)
    page = taken_down(browser)
    browser.post(f"{page}/drop")
    assert "Taken back by the person" in words_of(browser.get(page))
    browser.post(f"{page}/drop", status=422)
    with site.world.begin() as session:
        rows, _total = requests.list_requests(
            session, desk.marta, {RightsState.DROPPED}, limit=9, offset=0
        )
        assert len(rows) == 1


def test_a_paper_in_a_script_without_a_font_is_refused_with_the_remedy():
    bare = frozenset({"Noto Sans"})
    typesetting.check_fonts("Mamadou Diallo, Διαλλο", bare)
    with pytest.raises(RuleBrokenError, match="Noto Sans Arabic") as error:
        typesetting.check_fonts(f"Mamadou {ARABIC}", bare)
    assert "apt-get install" in str(error.value)


def test_nobody_else_enters(site, world):
    for role in (Role.VOLUNTEER, Role.PARTNER, Role.SAFEGUARDING, Role.ADMIN, Role.COORDINATOR):
        browser = site.as_(world.colleague(role, society="GM"))
        for path in ("/rights", "/rights/new"):
            browser.get(path, 403)


def test_what_is_due_is_put_up_approved_and_carried_out_on_its_pages(site, world, gate):
    home = desk_of(world, "SN")
    request_id = gate.request()
    ended = clock.now() - timedelta(days=400)
    world.set(request_id, state=CaseState.CLOSED, closed_at=ended)
    number = world.row(request_id).number
    marta, elena = site.as_(home.marta), site.as_(home.elena)
    assert "Cases whose time is over 1" in words_of(marta.get("/rights"))
    assert number in words_of(marta.get("/retention"))
    page = marta.post("/retention/due/archive").headers["Location"]
    assert "Nobody approves a list that they put up themselves" in words_of(marta.get(page))
    assert "Archive: a list of 1" in words_of(elena.get("/my-work"))
    shown = elena.get(page)
    seen = SEEN.findall(shown.text)[-1]
    marta.get("/retention")
    marta.post(f"{page}/approve", {"seen": seen}, 422)
    elena.post(f"{page}/approve", {"seen": seen})
    assert "0 of 1 case " in words_of(elena.get(page))
    with world.begin() as session:
        waiting = jobs.waiting(session)
    for job_id in waiting:
        jobs.run(world.begin, job_id)
    assert "1 of 1 case " in words_of(marta.get(page))
    assert "Nothing is due." in words_of(marta.get("/retention"))
    marta.post("/retention/due/archive", status=422)
    marta.get("/retention")
    shown = marta.post("/retention/periods", {"answer_days": "60"}, 422)
    assert "Please fill this in." in words_of(shown)
    marta.post(
        "/retention/periods",
        {
            "answer_days": "20",
            "archive_years": "2",
            "anonymise_years": "6",
            "registration_years": "8",
        },
    )
    assert "archived after 2 years" in words_of(marta.get("/retention"))


def test_an_erasure_that_a_colleague_asked_for_is_read_and_decided(site, world, desk, gate):
    registration_id = gate.register()
    with world.begin() as session:
        row = session.get_one(Registration, registration_id)
        record = Record(Erasable.PERSON, row.person_id)
        erasure_id = erasure.ask(session, gate.haddy, record, EraseReason.MISTAKE).id
    marta = site.as_(desk.marta)
    assert row.number in words_of(marta.get("/rights/erasures"))
    shown = marta.get(f"/rights/erasures/{erasure_id}")
    assert "it was a mistake" in words_of(shown)
    marta.post(f"/rights/erasures/{erasure_id}/erase", {"seen": SEEN.findall(shown.text)[-1]})
    assert "Unreadable everywhere" in words_of(marta.get("/rights/erasures"))
    marta.get(f"/rights/erasures/{erasure_id}", 422)


def test_the_copy_that_stays_after_a_hand_over_is_told_on_both_sides(site, world):
    move = move_of(world)
    offer_id = move.accepted()
    there = move.handed(offer_id)
    with world.begin() as session:
        here = session.get_one(CaseOffer, offer_id).request_id
    for society, request_id, country, head in (
        ("SN", here, "The Gambia", move.ousmane),
        ("GM", there, "Senegal", move.haddy),
    ):
        officer = site.as_(desk_of(world, society).marta)
        page = taken_down(officer, right="erasure")
        number = world.row(request_id).number
        officer.post(f"{page}/records", {"number": number, "kind": "enquirer"})
        told = f"{country} holds a copy of the case"
        assert told in words_of(officer.get(page))
        record = Record(Erasable.REQUEST, request_id)
        with world.begin() as session:
            erasure_id = erasure.ask(session, head, record, EraseReason.WISHED).id
        shown = words_of(officer.get(f"/rights/erasures/{erasure_id}"))
        assert told in shown
        assert "offers of the case to others" in shown or society == "GM"


def test_a_person_is_erased_on_the_page_of_their_request(site, desk, number):
    marta, elena = site.as_(desk.marta), site.as_(desk.elena)
    page = taken_down(marta, right="erasure")
    marta.post(f"{page}/records", {"number": number, "kind": "registered"})
    marta.post(f"{page}/decide", {"verdict": "granted"})
    elena.post(f"{page}/approve", {"seen": SEEN.findall(elena.get(page).text)[-1]})
    assert "Erase for ever" in words_of(marta.get(page))
    marta.post(f"{page}/erase")
    said = words_of(marta.get(page))
    assert "no backup can be read from" in said
    marta.post(f"{page}/answer", {"answer": "By telephone."})


def test_what_waits_for_a_second_person_stands_in_their_work(site, world, desk, number):
    marta, elena = site.as_(desk.marta), site.as_(desk.elena)
    page = taken_down(marta, right="erasure")
    marta.post(f"{page}/records", {"number": number, "kind": "registered"})
    marta.post(f"{page}/decide", {"verdict": "granted"})
    shown = elena.get("/my-work")
    assert "A person’s data: Erasure" in words_of(shown)
    assert f'href="{page}"' in shown.text
    stranger = site.as_(world.colleague(Role.SUPERVISOR, society="SN"))
    assert "A person’s data" not in words_of(stranger.get("/my-work"))


def test_a_paper_is_made_in_scripts_that_run_either_way():
    lines = (
        Line("1", "Name", ARABIC, source="Told", said_on=date(2026, 11, 2)),
        Line("2", "Name", "ገብረ ሥላሴ"),
        Line("3", "father", held_back=True),
    )
    holding = Holding("GM-P-2026-00001", "GM", date(2026, 11, 29), (Section("Told", "", lines),))
    rows = paper.sections_of(holding, str)[0]["lines"]
    assert [row["is_rtl"] for row in rows] == [True, False, False]
    assert [row["what"] for row in rows] == ["Name", "Name", "Father"]
    heads = dict.fromkeys(
        ("title", "society", "number", "made_on", "lead", "foot", "held_back", "head_what",
         "head_value", "comma"), "#evil[*] $x$",
    )  # fmt: skip
    for lang in ("en", "ar"):
        assert paper.pdf_of(holding, heads, str, str, lang=lang).startswith(b"%PDF-")
