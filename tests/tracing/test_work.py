"""My work: what stands there, why, in which order, and for whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.approvals.rules import ApprovalKind
from rfl.db.rounds import ask
from rfl.persons.rules import Purpose
from rfl.text import Text
from rfl.tracing import changing, reading, service, work_approvals, work_sources
from rfl.tracing.document import ActionDocument, RequestDocument, SafeContact
from rfl.tracing.rules import (
    NEWS_DUE_DAYS,
    NEWS_LIMIT_DAYS,
    REVIEW_AHEAD_DAYS,
    CaseAct,
    CaseState,
    LegalBasis,
)
from rfl.tracing.work import (
    Found,
    Name,
    Pending,
    Source,
    WorkKind,
    counts,
    find_work,
    in_order,
    open_desk,
    register_source,
    show_work,
)
from tests.tracing.web import words_of
from tests.tracing.world import person, son

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def only_tracing(monkeypatch):
    """Leave the sources of the domains above out."""
    monkeypatch.setattr("rfl.tracing.work._sources", {})
    work_sources.register()


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER)


@pytest.fixture
def ousmane(world):
    return world.colleague(Role.SUPERVISOR)


def work_of(world, actor):
    with world.begin() as session:
        return show_work(session, open_desk(session, actor), find_work(session, actor))


def titles(world, actor):
    return [str(item.title) for item in work_of(world, actor)]


@pytest.mark.parametrize(
    ("state", "title", "act", "path"),
    [
        (CaseState.DRAFT, "Finish the request for Mamadou Diallo", "Finish the request", ""),
        (CaseState.RETURNED, "Complete the request for Mamadou Diallo", "Complete the request", ""),
        (CaseState.ACCEPTED, "Start the search for Mamadou Diallo", "Start the search", ""),
        (
            CaseState.VERIFIED,
            "Tell Aïssatou Baldé about Mamadou Diallo",
            "Tell the family",
            "/told?result=1",
        ),
        (
            CaseState.DELIVERED,
            "Ask to close the case of Mamadou Diallo",
            "Ask to close the case",
            "/close",
        ),
    ],
)
def test_an_own_case_that_waits_for_a_step_stands_with_its_one_act(
    world, awa, state, title, act, path
):
    case = world.case(awa)
    world.set(case, state=state)

    (item,) = work_of(world, awa)

    assert (str(item.title), str(item.act)) == (title, act)
    assert item.href == f"/requests/{case}{path}"
    assert item.case_no == world.row(case).number
    assert work_of(world, world.colleague(Role.OFFICER)) == []


@pytest.mark.parametrize(
    "state", [CaseState.SUBMITTED, CaseState.ACTIVE, CaseState.WITH_PARTNER, CaseState.CLOSED]
)
def test_a_case_that_waits_for_nobody_does_not_stand_there(world, awa, state):
    world.set(world.case(awa), state=state)
    assert work_of(world, awa) == []


def test_what_is_missing_is_told_in_the_words_of_whoever_sent_it_back(world, awa, ousmane):
    case = world.case(awa, state=CaseState.SUBMITTED)
    with world.begin() as session:
        service.act(session, ousmane, case, CaseAct.RETURN, words="Who travelled with him?")

    (item,) = work_of(world, awa)

    assert str(item.why) == "‘Who travelled with him?’"


@pytest.mark.parametrize(
    ("state", "hand", "title"),
    [
        (CaseState.SUBMITTED, "created_by", "Decide on the request for Mamadou Diallo"),
        (CaseState.LOCATED, "located_by", "Confirm that Mamadou Diallo was found, or not yet"),
        (
            CaseState.CLOSURE_REQUESTED,
            "closure_by",
            "Close the case of Mamadou Diallo, or not yet",
        ),
    ],
)
def test_a_head_decides_on_what_another_did_and_not_on_their_own(
    world, awa, ousmane, state, hand, title
):
    case = world.case(awa)
    world.set(case, state=state, **{hand: awa.user_id})
    assert titles(world, ousmane) == [title]
    assert title not in titles(world, awa)

    world.set(case, **{hand: ousmane.user_id})
    assert titles(world, ousmane) == []


def test_what_is_nobodys_is_put_before_the_heads_of_tracing(world, ousmane):
    world.case(world.colleague(Role.VOLUNTEER))
    assert titles(world, ousmane) == ["Find an owner for the search for Mamadou Diallo"]


def test_a_family_that_has_waited_is_called_before_the_limit(world, awa):
    case = world.case(
        awa,
        document=RequestDocument(
            contact=SafeContact("phone", "in the afternoon", "Wolof"),
            legal_basis=LegalBasis.CONSENT,
        ),
    )
    now = clock.now()
    world.set(case, state=CaseState.ACTIVE, family_heard_at=now - DAY * (NEWS_DUE_DAYS - 1))
    assert work_of(world, awa) == []

    world.set(case, family_heard_at=now - DAY * (NEWS_DUE_DAYS + 1))
    (item,) = work_of(world, awa)
    assert str(item.title) == f"Call Aïssatou Baldé: nothing heard for {NEWS_DUE_DAYS + 1} days"
    assert "Best: in the afternoon, Wolof." in str(item.why)
    assert item.due == (now + DAY * (NEWS_LIMIT_DAYS - NEWS_DUE_DAYS - 1)).date()
    assert not item.urgent

    world.set(case, family_heard_at=now - DAY * (NEWS_LIMIT_DAYS + 5))
    assert [item.urgent for item in work_of(world, awa)] == [True]
    with world.begin() as session:
        told = ActionDocument(words="We go on.", told_how="by telephone")
        service.tell(session, awa, case, told, is_result=False)
    assert work_of(world, awa) == []


def test_a_family_never_told_anything_is_counted_from_the_first_day(world, awa):
    case = world.case(awa)
    old = clock.now() - DAY * NEWS_LIMIT_DAYS
    world.set(case, state=CaseState.ACTIVE, family_heard_at=None, created_at=old)

    assert [item.kind for item in work_of(world, awa)] == [WorkKind.FAMILIES]


def test_a_review_stands_there_from_a_few_days_before(world, awa):
    case = world.case(awa)
    now = clock.now()
    world.set(case, state=CaseState.ACTIVE, review_on=now + DAY * (REVIEW_AHEAD_DAYS + 1))
    assert work_of(world, awa) == []

    world.set(case, review_on=now + DAY)
    (item,) = work_of(world, awa)
    assert (item.kind, item.urgent) == (WorkKind.REVIEWS, False)

    world.set(case, review_on=now - DAY * 30)
    assert [item.urgent for item in work_of(world, awa)] == [True]
    world.set(case, state=CaseState.CLOSED)
    assert work_of(world, awa) == []


def test_a_consent_taken_back_stands_there(world, awa):
    case = world.case(awa)
    world.set(case, state=CaseState.ACTIVE)
    with world.begin() as session:
        given = reading.read(session, awa, case).consents
        tracing = next(one for one in given if one.purpose is Purpose.TRACING)
        changing.withdraw_consent(session, awa, case, tracing.id)

    assert titles(world, awa) == ["Aïssatou Baldé took the consent back"]


def test_a_childs_case_is_marked_and_shown_to_nobody_else(world, awa):
    world.case(awa, sought=(son(age=12),))
    (item,) = work_of(world, awa)
    assert item.is_guarded
    assert world.row(world.case(awa, sought=(son(age=12),))).sensitivity is Sensitivity.RESTRICTED


def test_another_societys_cases_are_nobodys_work_here(world, awa):
    world.case(awa, state=CaseState.SUBMITTED)
    assert work_of(world, world.colleague(Role.SUPERVISOR, society="GM")) == []


def test_my_work_is_one_entry_in_the_trail_and_names_the_people_it_shows(world, awa):
    case = world.case(awa)
    before = world.trail(world.row(case).enquirer_id)
    work_of(world, awa)
    after = world.trail(world.row(case).enquirer_id)
    assert after[len(before) :] == ["work:listed"]


def test_the_number_in_the_navigation_opens_no_name(world, awa, ousmane):
    world.case(awa)
    world.case(awa, state=CaseState.SUBMITTED)
    quiet = world.row(world.case(awa))
    world.set(quiet.id, state=CaseState.ACTIVE)
    before = world.trail(quiet.enquirer_id)

    with world.begin() as session:
        found = {
            actor: work_sources.waiting_cases(session, actor)
            for actor in (awa, ousmane, replace(awa, roles=frozenset({Role.VOLUNTEER})))
        }

    assert list(found.values()) == [1, 1, 0]
    assert world.trail(quiet.enquirer_id) == before


def test_what_waits_for_somebody_else_stands_apart(world, awa):
    case = world.case(awa, state=CaseState.SUBMITTED)
    world.set(case, state=CaseState.ACTIVE)
    with world.begin() as session:
        service.act(session, awa, case, CaseAct.AWAIT_ENQUIRER, words="a photograph")

    with world.begin() as session:
        receipt = open_desk(session, awa)
        (found,) = ask(session, work_sources.with_others(awa, receipt))
        nobody = replace(awa, roles=frozenset())
        assert ask(session, work_sources.with_others(nobody, receipt)) == []

    assert (str(found.words), found.said) == ("Aïssatou Baldé to answer", "a photograph")
    assert found.days == 0


def shown(_session, _receipt, pending):
    return [one.shown(title=Text("t"), why=Text("w"), href="/", act=Text("a")) for one in pending]


LINKS = Source(lambda _session, _actor: [Pending(WorkKind.LINKS, "A")], shown).joined()


def item(kind=WorkKind.LINKS, due=None, *, urgent=False, number=""):
    return Found(Pending(kind, number, urgent=urgent, due=due), LINKS)


def test_late_comes_first_then_the_weightier_then_the_sooner():
    late = item(WorkKind.REVIEWS, date(2026, 1, 9), urgent=True)
    later = item(WorkKind.REVIEWS, date(2026, 1, 20), urgent=True)
    family = item(WorkKind.FAMILIES, date(2026, 2, 1))
    unheard = item(WorkKind.FAMILIES, date(2026, 1, 2), urgent=True)
    answer = item(WorkKind.ANSWERS, urgent=True)
    link, older = item(number="B"), item(number="A")

    shuffled = [link, later, family, older, late]

    assert in_order(shuffled) == [late, later, family, older, link]
    assert in_order([late, unheard, answer]) == [answer, unheard, late]
    assert counts(shuffled) == {WorkKind.FAMILIES: 1, WorkKind.LINKS: 2, WorkKind.REVIEWS: 2}


def test_other_domains_add_their_items_once(world, awa):
    register_source(LINKS)
    register_source(LINKS)
    assert [one.kind for one in work_of(world, awa)] == [WorkKind.LINKS]


def test_the_page_shows_reason_act_and_chips_and_narrows_to_one_kind(site):
    awa = site.world.colleague(Role.OFFICER)
    browser = site.as_(awa)
    site.world.case(awa, sought=(son("مامادو ديالو"),))
    verified = site.world.case(awa, enquirer=person("Fatou Ndiaye"))
    site.world.set(verified, state=CaseState.VERIFIED)

    page = browser.get("/my-work")
    assert "All 2 Answers 1 Requests 1" in words_of(page)
    assert "2 things, the most pressing first" in words_of(page)
    assert "<bdi>مامادو ديالو</bdi>" in page.text
    assert page.text.count('class="btn btn-primary"') == 1
    narrowed = words_of(browser.get("/my-work?kind=answers"))
    assert "Tell Fatou Ndiaye about Mamadou Diallo" in narrowed
    assert "Finish the request" not in narrowed
    assert "Draft 1 0 days" in narrowed


def test_a_long_list_shows_the_first_and_the_rest_on_asking(site):
    awa = site.world.colleague(Role.OFFICER)
    for _ in range(15):
        site.world.case(awa)
    browser = site.as_(awa)

    assert "12 of 15 shown Show the other 3" in words_of(browser.get("/my-work"))
    assert "15 of 15 shown" in words_of(browser.get("/my-work?all=1"))


def test_a_name_is_only_a_name():
    assert Name("Awa") == "Awa"
    assert str(Text("%(who)s asks", who=Name("Awa"))) == "Awa asks"


def test_whatever_takes_two_people_has_its_title_in_my_work():
    assert set(work_approvals.TITLES) == set(ApprovalKind)
