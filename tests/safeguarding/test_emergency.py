"""One record, a reason, half an hour: an emergency, and being asked. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from rfl import clock
from rfl.access.models import User
from rfl.access.rules import Actor, Role, Sensitivity
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.safeguarding import breaking, judging
from rfl.safeguarding.models import BreakGlass
from rfl.safeguarding.rules import GlassAct, GlassState
from tests.access.doors import Account, account, signed_in
from tests.tracing.web import Browser, Site, words_of
from tests.tracing.world import person, son

REASON = "The hospital of Mbour calls: the girl is there alone, Awa is on leave."
ALL = list(GlassState)


@dataclass
class Office:
    """A restricted case of Awa's, Moussa who cannot see it, and two focal points."""

    site: Site
    moussa: Account
    browser: Browser
    focal: Actor
    other_focal: Actor
    case: UUID
    number: str
    moved: list[timedelta]

    def move(self, **amount: float) -> None:
        self.moved[0] += timedelta(**amount)

    def breaks(self, number: str = "", status: int = 303, reason: str = REASON) -> str:
        self.browser.get("/emergency")
        sent = {"number": number or self.number, "reason": reason}
        sent["proof_code"] = self.moussa.codes.pop()
        return words_of(self.browser.send("/emergency", sent, status=status))

    def seen(self, focal: Actor | None = None) -> list[judging.Emergency]:
        with self.site.world.begin() as session:
            return judging.emergencies(session, focal or self.focal, ALL)

    def judge(self, act: GlassAct, words: str = "I asked; it was so.", **more) -> None:
        (found,) = self.seen()
        with self.site.world.begin() as session:
            judging.judge(session, more.get("by", self.focal), found.id, act, words)

    def look(self) -> int:
        with self.site.world.begin() as session:
            return judging.suspend_late(session, "SN")


@pytest.fixture
def office(site: Site, monkeypatch) -> Office:
    moved, real = [timedelta(0)], clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    case = world.case(awa, sensitivity=Sensitivity.RESTRICTED)
    moussa = account(world, Role.OFFICER)
    focal, other = (world.colleague(Role.SAFEGUARDING, name=name) for name in ("Ndèye", "Binta"))
    browser = signed_in(site, moussa)
    moved[0] += timedelta(seconds=1)
    return Office(site, moussa, browser, focal, other, case, world.row(case).number, moved)


def test_it_opens_one_record_at_once_and_both_focal_points_see_it(office):
    office.browser.get(f"/requests/{office.case}", 404)

    office.breaks()
    page = words_of(office.browser.get(f"/requests/{office.case}"))

    assert office.number in page
    assert "One record is open to you in an emergency" in page
    for focal in (office.focal, office.other_focal):
        (found,) = office.seen(focal)
        assert (found.number, found.reason, found.is_running) == (office.number, REASON, True)
        desk = words_of(office.site.as_(focal).get("/access"))
        assert "Emergencies 1" in desk
        assert "1 record was opened in an emergency: judge whether it was one" in desk
    assert office.site.world.trail(office.case)[-2:] == [Act.GLASS_BROKEN, Act.REQUEST_OPENED]


def test_the_second_step_is_shown_each_time(office):
    sent = {"number": office.number, "reason": REASON}
    asked = office.browser.fill("/emergency", sent, status=403)
    wrong = office.browser.fill("/emergency", {**sent, "proof_code": "000000"}, status=403)

    assert "The second step once more" in words_of(asked)
    assert REASON in asked.text
    assert REASON in wrong.text
    assert office.seen() == []


def test_a_reason_is_a_whole_sentence(office):
    assert "Say in a whole sentence" in office.breaks(reason="urgent", status=422)
    assert office.seen() == []


def test_after_thirty_minutes_it_is_shut_again(office):
    office.breaks()
    for _ in range(2):
        office.move(minutes=14)
        office.browser.get(f"/requests/{office.case}")
    office.move(minutes=2)

    office.browser.get(f"/requests/{office.case}", 404)
    with office.site.world.begin() as session:
        assert breaking.glass_of(session, office.moussa.actor.user_id) == ()


def test_of_four_at_once_one_opens(office):
    actor, world = office.moussa.actor, office.site.world

    def opens(_number):
        with world.begin() as session:
            return bool(breaking.open_in_emergency(session, actor, office.number, REASON))

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(opens, one) for one in range(4)]
    refused = [one for one in tries if isinstance(one.exception(), RuleBrokenError)]
    assert (len(refused), len(office.seen())) == (3, 1)


def test_it_opens_that_record_and_no_other(office):
    world = office.site.world
    awa = world.colleague(Role.OFFICER)
    other = world.case(awa, sought=(son("Ibrahima Fall"),), sensitivity=Sensitivity.RESTRICTED)
    office.breaks()

    office.browser.get(f"/requests/{other}", 404)
    assert "One record at a time" in office.breaks(world.row(other).number, status=422)
    assert office.number not in words_of(office.browser.get("/requests"))


def test_nothing_is_changed_and_nothing_is_taken_out(office):
    office.breaks()

    office.browser.post(f"/requests/{office.case}/act/start", status=404)
    office.browser.get(f"/requests/{office.case}/edit")
    office.browser.send(f"/requests/{office.case}/edit", status=404)
    found = words_of(office.browser.post("/search", {"q": "Mamadou Diallo"}, status=200))

    assert office.number not in found


def test_it_opens_to_the_one_who_broke_it_alone(office):
    office.breaks()
    colleague = office.site.as_(office.site.world.colleague(Role.OFFICER))

    colleague.get(f"/requests/{office.case}", 404)


def test_sealed_unknown_and_foreign_records_are_refused_in_the_same_words(office):
    world = office.site.world
    sealed = world.case(world.colleague(Role.OFFICER), enquirer=person("Sira Fofana"))
    world.set(sealed, sensitivity=Sensitivity.SEALED)
    abroad = world.case(world.colleague(Role.OFFICER, society="GM"))

    said = {
        office.breaks(number, status=422).replace(number, "X")
        for number in (world.row(sealed).number, world.row(abroad).number, "SN-2026-99999")
    }

    assert len(said) == 1
    assert "no record of this number that can be opened so" in said.pop()
    assert office.seen() == []


def test_a_registration_opens_with_its_person(office):
    world = office.site.world
    clerk = office.site.as_(world.colleague(Role.OFFICER))
    fields = {
        "agrees": "y", "share": "yes", "person-names-0-parts-0-text": "Awa Diatta",
        "person-sex": "female", "person-precision": "age", "person-age": "12",
        "kind": "found_child",
    }  # fmt: skip
    made = clerk.fill("/registrations/new", fields)
    page = clerk.follow(made)
    path = page.request.path
    number = next(word for word in words_of(page).split() if word.startswith("SN-R-"))
    office.browser.get(path, 404)

    office.breaks(number)

    assert "Awa Diatta" in words_of(office.browser.get(path))


def test_what_is_open_anyway_needs_no_emergency(office):
    plain = office.site.world.case(office.site.world.colleague(Role.OFFICER))
    number = office.site.world.row(plain).number

    assert "open to you anyway" in office.breaks(number, status=422)


def test_a_judgement_needs_a_sentence_and_is_given_once(office):
    office.breaks()
    with pytest.raises(RuleBrokenError, match="Write a sentence"):
        office.judge(GlassAct.JUSTIFY, " ")

    office.judge(GlassAct.JUSTIFY)

    with pytest.raises(RuleBrokenError, match="judged this meanwhile"):
        office.judge(GlassAct.OBJECT)
    assert office.seen()[0].state is GlassState.JUSTIFIED
    assert office.look() == 0


def test_nobody_in_time_and_the_account_rests_until_somebody_judges(office):
    office.breaks()
    office.move(hours=71)
    assert office.look() == 0
    office.move(hours=2)

    assert office.look() == 1
    assert office.look() == 0
    with office.site.world.begin() as session:
        assert session.get_one(User, office.moussa.actor.user_id).is_shut
    _cannot_sign_in(office)
    office.judge(GlassAct.JUSTIFY)

    signed_in(office.site, office.moussa).get("/my-work")


def _cannot_sign_in(office):
    browser = Browser(office.site.app.test_client())
    sent = {"email": office.moussa.email, "passphrase": office.moussa.passphrase}
    browser.fill("/sign-in", sent, status=422)


def test_no_emergency_shuts_the_record_and_the_account_in_the_middle_of_the_session(office):
    office.breaks()
    office.browser.get(f"/requests/{office.case}")

    office.judge(GlassAct.OBJECT)

    assert "/sign-in" in office.browser.get(f"/requests/{office.case}", 303).headers["Location"]
    _cannot_sign_in(office)


def test_the_clock_s_work_suspends_by_itself(office):
    office.breaks()
    office.move(hours=73)
    world = office.site.world
    with world.begin() as session:
        rhythm.ask_due(session, SYSTEM)
    with world.begin() as session:
        waiting = jobs.waiting(session)
    for job in waiting:
        jobs.run(world.begin, job)

    with world.begin() as session:
        assert session.get_one(User, office.moussa.actor.user_id).suspended_at is not None


def test_nobody_of_another_society_judges_and_the_page_shows_it_to_the_focal_point(office):
    office.breaks()
    abroad = office.site.world.colleague(Role.SAFEGUARDING, society="GM")
    with pytest.raises(NotFoundError):
        office.judge(GlassAct.JUSTIFY, by=abroad)
    (found,) = office.seen()
    browser = office.site.as_(office.focal)
    said = words_of(browser.get("/access/emergencies"))
    wrong = browser.send(f"/access/emergencies/{found.id}", {"act": "justify"}, status=422)
    browser.send(f"/access/emergencies/{found.id}", {"act": "justify", "words": "It was so."})

    assert f"Awa Sarr opened {office.number}" in said
    assert REASON in said
    assert "Write a sentence" in words_of(wrong)
    assert office.seen()[0].said[0].words == "It was so."


def test_what_was_said_rests_sealed(office):
    office.breaks()
    (found,) = office.seen()
    with office.site.world.begin() as session:
        row = session.get_one(BreakGlass, found.id)

    assert b"Mbour" not in row.sealed
    assert office.number.encode() not in row.sealed
