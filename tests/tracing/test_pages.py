"""Pages of cases: who sees what, what a button leads to."""

from datetime import timedelta
from uuid import uuid4

from rfl import clock
from rfl.access.rules import OWN_HOURS, Role, Sensitivity
from rfl.tracing import reading
from rfl.tracing.rules import CaseState
from tests.tracing.test_story import MAMADOU, opened
from tests.tracing.web import words_of
from tests.tracing.world import COMPLETE, person, son


def test_an_empty_list_says_what_would_fill_it(browser):
    assert "When a family asks for somebody, open a tracing request." in words_of(
        browser.get("/requests")
    )
    assert "Nothing waits for you" in words_of(browser.get("/my-work"))


def test_a_second_sought_person_follows_the_first(site, awa, browser):
    answer = browser.fill("/requests/new", {**MAMADOU, "go": "more"})
    assert answer.headers["Location"].endswith("/sought/new")
    path = answer.headers["Location"]

    browser.fill(path, {"relation": "son", "person-names-0-parts-0-text": ""}, status=422)
    browser.send(path, {"person-names-0-parts-0-text": "Ibrahima", "person-age": "16"})

    case = opened(answer)
    page = words_of(browser.get(f"/requests/{case}"))
    assert "and Ibrahima" in page
    assert "A child is part of this case" in page
    assert site.world.row(case).sensitivity is Sensitivity.RESTRICTED


def test_what_is_known_is_shown_to_be_changed_and_kept(site, awa, browser):
    case = site.world.case(awa, COMPLETE)
    path = f"/requests/{case}"
    with site.world.begin() as session:
        sought = reading.read(session, awa, case).sought[0].row.id

    mistyped = {"person-telephones": "+221 77 000 00 0O", "person-online": "mamadou_d"}
    page = browser.fill(f"{path}/sought/{sought}", mistyped, status=422)
    assert "a letter among its figures" in words_of(page)
    right = {"person-telephones": "+221 77 123 45 67", "person-effect": "A red cap"}
    browser.send(
        f"{path}/sought/{sought}", {**right, "news_place": "Mbour", "boat": "blue and white"}
    )
    browser.fill(f"{path}/edit", {"cause": "shipwreck", "circumstances": "At night."})
    browser.fill(f"{path}/enquirer", {"person-telephones": "+221 77 000 00 00"})

    page = words_of(browser.get(path))
    for told in ("Mbour", "blue and white", "Shipwreck", "At night.", "+221 77 000 00 00"):
        assert told in page
    for told in ("Telephone +221 77 123 45 67", "mamadou_d", "Carries or wears A red cap"):
        assert told in page
    assert "her sister’s telephone" in page
    assert "24 years old" in page


def test_what_was_tried_sets_the_day_on_which_the_case_is_looked_at_again(site, awa, browser):
    case, today = site.world.case(awa), clock.today()
    path = f"/requests/{case}/actions/new"
    late = {"kind": "note", "words": "A tailor.", "again": str(today - timedelta(days=1))}
    assert "Choose today or a later day" in words_of(browser.fill(path, late, status=422))
    assert site.world.row(case).review_on is None
    browser.send(path, {"again": str(today + timedelta(days=3))})
    assert site.world.row(case).review_on.date() == today + timedelta(days=3)


def test_a_consent_taken_back_is_told_and_stops_the_search(site, awa, browser):
    case = site.world.case(awa, state=CaseState.SUBMITTED)
    site.world.set(case, state=CaseState.ACTIVE)
    with site.world.begin() as session:
        given = reading.read(session, awa, case).consents
    tracing = next(one.id for one in given if one.purpose == "tracing")

    page = browser.get(f"/requests/{case}/consents/{tracing}/withdraw")
    assert "The search stops at once" in words_of(page)
    browser.send(f"/requests/{case}/consents/{tracing}/withdraw")

    page = words_of(browser.get(f"/requests/{case}"))
    assert "The enquirer took the consent back. The search stopped at once." in page
    assert "took the consent back" in words_of(browser.get("/my-work"))


def test_a_rule_that_forbids_an_act_is_told_on_its_page(site, awa, browser):
    case = site.world.case(awa, state=CaseState.SUBMITTED)
    site.world.set(case, state=CaseState.ACTIVE)

    page = browser.post(f"/requests/{case}/acts/locate", {"words": ""}, status=422)
    assert "Say why, so that the next person understands." in words_of(page)
    page = browser.fill(
        f"/requests/{case}/close",
        {"fate": "dead", "whereabouts": "known", "reason": "death_confirmed", "words": "Drowned."},
        status=422,
    )
    assert "A death needs an authority’s source." in words_of(page)
    assert browser.form["words"] == ["Drowned."]
    page = browser.fill(f"/requests/{case}/review", {"day": "2020-01-01"}, status=422)
    assert "Choose today or a later day" in words_of(page)


def test_of_a_family_the_end_is_asked_of_each_and_told_of_each(site, awa, browser):
    case = site.world.case(awa, sought=(son(), son("Ibrahima Diallo")))
    site.world.set(case, state=CaseState.ACTIVE)
    ends = {
        "each-0-fate": "alive",
        "each-0-whereabouts": "known",
        "each-0-reason": "reunited",
        "each-1-fate": "dead",
        "each-1-whereabouts": "unknown",
        "each-1-reason": "not_located",
    }

    page = browser.fill(f"/requests/{case}/close", ends, status=422)
    assert "Person 2:" in words_of(page)
    assert "does not go with the fate" in words_of(page)
    assert browser.form["each-0-reason"] == ["reunited"]
    browser.send(f"/requests/{case}/close", {"each-1-fate": "unknown"})

    page = words_of(browser.get(f"/requests/{case}"))
    assert "Mamadou Diallo : The family is together again. Fate: alive." in page
    assert "Ibrahima Diallo : Not located; nothing more can be tried now." in page
    head = site.as_(site.world.colleague(Role.SUPERVISOR))
    assert "Ibrahima Diallo Not located" in words_of(head.get(f"/requests/{case}/acts/close"))


def test_an_act_without_a_page_of_its_own_does_not_exist(site, awa, browser):
    case = site.world.case(awa)
    for act in ("anonymise", "deliver", "request_closure", "steal"):
        browser.get(f"/requests/{case}/acts/{act}", status=404)
        browser.post(f"/requests/{case}/acts/{act}", status=404)


def test_a_case_is_handed_to_a_colleague_by_name(site, awa, browser):
    binta = site.world.colleague(Role.OFFICER, name="Binta Camara")
    case = site.world.case(awa)

    page = browser.get(f"/requests/{case}/owner")
    assert "Binta Camara" in page.text
    browser.send(f"/requests/{case}/owner", {"owner": str(binta.user_id)})
    assert "Case handed to Binta Camara" in words_of(browser.get(f"/requests/{case}"))
    browser.fill(f"/requests/{case}/owner", {"owner": "nobody"}, status=422)


PAGES = (
    *("", "/acts/submit", "/actions/new", "/told", "/owner", "/review", "/close", "/sought/new"),
    *("/enquirer", "/edit", "/consents"),
)


def test_a_case_does_not_exist_for_another_society(site, awa):
    case = site.world.case(awa)
    lamin = site.as_(site.world.colleague(Role.OFFICER, Role.SUPERVISOR, society="GM"))

    for page in PAGES:
        there, nowhere = (
            words_of(lamin.get(f"/requests/{one}{page}", status=404)) for one in (case, uuid4())
        )
        assert there.split("Number to quote")[0] == nowhere.split("Number to quote")[0]


def test_a_childs_case_does_not_exist_for_an_officer_who_has_nothing_to_do_with_it(site, awa):
    case = site.world.case(awa, sought=(son(age=12),))
    other = site.as_(site.world.colleague(Role.OFFICER))
    head = site.as_(site.world.colleague(Role.SUPERVISOR))

    for page in PAGES:
        other.get(f"/requests/{case}{page}", status=404)
        head.get(f"/requests/{case}{page}")


def test_other_roles_do_not_work_on_cases(site, awa):
    case = site.world.case(awa)

    for role in set(Role) - {Role.OFFICER, Role.SUPERVISOR, Role.VOLUNTEER}:
        visitor = site.as_(site.world.colleague(role))
        for page in ("/requests", "/requests/new", f"/requests/{case}"):
            visitor.get(page, status=403)
        visitor.get("/my-work", status=200 if role in (Role.SAFEGUARDING, Role.DPO) else 403)


def test_a_volunteer_sees_what_they_took_down_for_72_hours_and_no_longer(site):
    volunteer = site.world.colleague(Role.VOLUNTEER)
    phone = site.as_(volunteer)
    answer = phone.fill("/requests/new", MAMADOU)
    case = opened(answer)

    page = words_of(phone.follow(answer))
    assert "This is what you took down." in page
    assert "Mamadou Diallo" in page
    phone.get("/requests", status=403)
    phone.get(f"/requests/{case}/edit", status=403)
    phone.get(f"/requests/{site.world.case(site.world.colleague(Role.VOLUNTEER))}", status=404)

    old = clock.now() - timedelta(hours=OWN_HOURS, minutes=1)
    site.world.set(case, created_at=old)
    phone.get(f"/requests/{case}", status=404)


def test_a_volunteer_reads_nothing_that_colleagues_wrote(site, awa, browser):
    volunteer = site.world.colleague(Role.VOLUNTEER)
    case = site.world.case(volunteer, state=CaseState.SUBMITTED)
    browser.fill(f"/requests/{case}/actions/new", {"kind": "note", "words": "Secret lead"})

    page = words_of(site.as_(volunteer).get(f"/requests/{case}"))

    assert "A colleague of the tracing service works on this request now." in page
    assert "Secret lead" not in page
    assert "Mamadou Diallo" not in page


def test_names_are_escaped_and_keep_their_direction(site, awa, browser):
    case = site.world.case(
        awa, enquirer=person("<b>Aïssatou</b>"), sought=(son("مامادو <i>ديالو"),)
    )

    for path in (f"/requests/{case}", "/my-work", "/requests"):
        page = browser.get(path).text
        assert "<i>" not in page
        assert "<b>Aïssatou" not in page
        assert "&lt;i&gt;" in page


def test_filters_stand_in_the_address_and_in_the_links_of_the_page(site, awa, browser):
    cases = [site.world.case(awa) for _ in range(3)]
    site.world.set(cases[0], state=CaseState.ACTIVE, owner_id=None)

    page = browser.get("/requests?state=searching&owner=nobody&due=&number=SN")
    assert site.world.row(cases[0]).number in page.text
    assert site.world.row(cases[1]).number not in page.text
    assert "state=searching" in page.text
    assert "1 case " in words_of(page)
    assert "No case like this" in words_of(browser.get("/requests?number=XX"))
    browser.get("/requests?state=' OR 1&owner=x&due=y&page=-3")


def test_a_long_list_has_pages(site, awa, browser):
    for _ in range(30):
        site.world.case(awa)

    assert "1 to 25 of 30" in words_of(browser.get("/requests"))
    assert "26 to 30 of 30" in words_of(browser.get("/requests?page=2"))


def test_a_form_without_its_token_is_refused(site, awa, browser):
    case = site.world.case(awa)

    answer = browser.client.post(f"/requests/{case}/acts/submit", data={"words": "x"})

    assert answer.status_code == 400
    assert site.world.row(case).state is CaseState.DRAFT


def test_every_page_with_a_case_is_in_the_trail(site, awa, browser):
    case = site.world.case(awa)
    for page in PAGES:
        browser.get(f"/requests/{case}{page}")
    browser.get("/requests")

    trail = site.world.trail(case)
    assert trail.count("request:opened") >= len(PAGES)
    assert trail[-1] == "request:listed"


def test_nothing_personal_stands_in_an_address(site, browser):
    answer = browser.fill("/requests/new", MAMADOU)
    page = browser.follow(answer).text
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [one for one in addresses if "Mamadou" in one or "Diallo" in one]
