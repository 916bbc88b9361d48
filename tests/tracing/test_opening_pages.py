"""The page on which a case is opened: nothing typed is lost, and what a family allows is kept."""

import re

from rfl.access.rules import Sensitivity
from rfl.tracing import reading
from rfl.tracing.document import RequestDocument, SafeContact
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import CaseState, LegalBasis
from tests.tracing.test_story import MAMADOU, opened
from tests.tracing.web import words_of


def rows(site):
    """Return every case there is."""
    with site.world.begin() as session:
        return session.query(TracingRequest).all()


def test_nothing_typed_is_lost_on_a_bad_form(site, browser):
    typed = {**MAMADOU, "enquirer_name": "", "person-age": "x", "news_words": "Pray for us."}

    page = browser.fill("/requests/new", typed, status=422)

    assert "Not kept yet: please look at this" in words_of(page)
    wrong = re.findall(r'<li><a href="#([^"]+)">', page.text)
    assert list(dict.fromkeys(wrong)) == ["enquirer_name", "person-age"], "as on the page"
    kept = {name: browser.form[name] for name in ("channel", "news_words", "consent", "relation")}
    assert kept == {
        "channel": ["her sister’s telephone"],
        "news_words": ["Pray for us."],
        "consent": ["y"],
        "relation": ["son"],
    }
    assert browser.form["person-names-0-parts-0-text"] == ["Mamadou Diallo"]
    assert rows(site) == []

    browser.send("/requests/new", {"enquirer_name": "Aïssatou Baldé", "person-age": "24"})
    assert len(rows(site)) == 1


def test_a_birth_that_cannot_be_is_told_and_nothing_is_lost(site, browser):
    words = {**MAMADOU, "person-age": "", "person-birth_words": "about 24"}
    page = browser.fill("/requests/new", words, status=422)
    assert "a guess is welcome. If nobody can guess" in words_of(page)
    assert browser.form["person-birth_words"] == ["about 24"]

    typed = {**MAMADOU, "person-age": "", "person-precision": "day"}
    typed |= {"person-day": "31", "person-month": "9", "person-year": "1998"}

    page = browser.fill("/requests/new", typed, status=422)

    assert "Mamadou Diallo" in page.text
    assert rows(site) == []


def test_without_the_enquirers_yes_a_request_is_a_draft_or_nothing(site, browser):
    bare = {**MAMADOU, "consent": None, "share": None}

    page = browser.fill("/requests/new", bare, status=422)
    assert "Tick this when the enquirer has agreed." in words_of(page)
    answer = browser.send("/requests/new", {"go": "draft"})

    assert site.world.row(opened(answer)).state is CaseState.DRAFT
    page = words_of(browser.follow(answer))
    assert "Kept as a draft" in page
    assert "Write down the consent" in page


def test_consent_for_some_societies_names_them(site, awa, browser):
    some = {**MAMADOU, "share": "some", "recipients": None}
    page = browser.fill("/requests/new", some, status=422)
    assert "Name at least one society" in words_of(page)

    answer = browser.send("/requests/new", {"recipients": ["GM", "MR"]})

    with site.world.begin() as session:
        case = reading.read(session, awa, opened(answer))
    assert {one.recipient for one in case.consents if one.purpose == "share_society"} == {
        *("GM", "MR")
    }
    page = words_of(browser.follow(answer))
    assert "Share with other societies: The Gambia" in page


def test_a_button_pressed_twice_opens_one_case(site, browser):
    browser.get("/requests/new")
    form = dict(browser.form)
    first = browser.send("/requests/new", MAMADOU)
    browser.form = form
    second = browser.send("/requests/new", MAMADOU)
    third = browser.fill("/requests/new", {**MAMADOU, "sure": "1"})

    assert opened(first) == opened(second) != opened(third)
    assert len(rows(site)) == 2


def test_a_row_more_keeps_everything(browser):
    browser.get("/requests/new")
    page = browser.send(
        "/requests/new", {**MAMADOU, "go": None, "row": "add:person-names"}, status=200
    )

    assert browser.form["person-names-0-parts-0-text"] == ["Mamadou Diallo"]
    assert "person-names-1-parts-0-text" in browser.form
    assert "Not kept yet" not in words_of(page)


def test_a_second_son_begins_with_what_the_first_one_told_where_that_is_asked_for(site, browser):
    told = {**MAMADOU, "go": "more", "person-mother-name": "Aïssatou Baldé", "boat": "blue"}
    answer = browser.fill("/requests/new", {**told, "person-telephones": "+221 77 123 45 67"})
    page = browser.follow(answer)
    assert "Begin with what they share with" in page.text
    assert browser.form["person-origin"] == [""]

    browser.get(f"/requests/{opened(answer)}/sought/new?like=first")
    shared = ("person-origin", "person-mother-name", "boat")
    own = ("relation", "person-names-0-parts-0-text", "person-age", "person-telephones")
    assert [browser.form[one] for one in shared] == [["Kolda"], ["Aïssatou Baldé"], ["blue"]]
    assert [browser.form[one] for one in own] == [[""]] * len(own)


def test_a_danger_told_on_the_first_page_restricts_the_case(site, browser):
    answer = browser.fill("/requests/new", {**MAMADOU, "danger": "His uncle threatens him."})
    assert site.world.row(opened(answer)).sensitivity is Sensitivity.RESTRICTED
    assert "His uncle threatens him." in words_of(browser.follow(answer))


def test_the_legal_basis_is_kept(site, awa, browser):
    answer = browser.fill("/requests/new", {**MAMADOU, "legal_basis": "vital_interest"})
    with site.world.begin() as session:
        document = reading.read(session, awa, opened(answer)).document
    assert document == RequestDocument(
        contact=SafeContact("her sister’s telephone"), legal_basis=LegalBasis.VITAL_INTEREST
    )
