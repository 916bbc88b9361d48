"""What waits for a focal point stands in their My work and on their bell. On both databases."""

from rfl import clock
from rfl.access.document import StaffDocument
from rfl.access.rules import Role, Sensitivity
from rfl.accounts import asking
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.desk import reviewing, service, watching
from rfl.desk.rules import ReviewAct
from rfl.notices import service as news
from rfl.notices.rules import mailed
from rfl.safeguarding import breaking, concerns
from rfl.safeguarding.concern_rules import ANSWER_WITHIN, ConcernKind
from rfl.tracing.work import WorkKind
from tests.desk.test_reviews import WEDNESDAY
from tests.tracing.web import words_of

REASON = "The hospital of Mbour calls: the girl is there alone, Awa is on leave."
WORDS = "On Monday at the reception centre she asked my sister for money."


def bell(world, actor):
    with world.begin() as session:
        return [one.pending.kind for one in news.find(session, actor)]


def told(world, about=""):
    with world.begin() as session:
        new = concerns.NewConcern("SN", ConcernKind.CONDUCT, WORDS, about)
        return concerns.raise_concern(session, new)


def opened_without_a_part(world, actor, cases):
    for case in cases:
        with world.begin() as session:
            audit.record(
                session, actor.user_id, Act.REQUEST_OPENED, societies=["SN"], subjects=[case]
            )
    with world.begin() as session:
        watching.watch(session, "SN")


def test_a_focal_point_finds_what_waits_with_its_day_and_answers_it(site, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)  # offices are open, and nobody is late
    world = site.world
    awa, moussa = (world.colleague(Role.OFFICER, name=one) for one in ("Awa Sarr", "Moussa Camara"))
    focal = world.colleague(Role.SAFEGUARDING, name="Ndèye Coumba Sow")
    admin = world.colleague(Role.ADMIN)
    cases = [world.case(awa) for _ in range(5)]
    opened_without_a_part(world, moussa, cases)
    guarded = world.case(awa, sensitivity=Sensitivity.RESTRICTED)
    number = world.row(guarded).number
    with world.begin() as session:
        breaking.open_in_emergency(session, moussa, number, REASON)
        staff = StaffDocument("Fatou Jallow", "f@rfl.example")
        asking.ask_invite(session, admin, staff, Role.OFFICER, "She begins in Mbour on Monday.")
    told(world)

    browser = site.as_(focal)
    page = words_of(browser.get("/my-work"))

    wanted = (
        f"Moussa Camara opened {number} in an emergency: was it one?",
        f"‘{REASON}’",
        "Somebody told something in confidence",
        "Decide whether a new colleague is invited",
        "Moussa Camara opened 5 cases that are not theirs",
    )
    assert [one for one in wanted if one not in page] == []
    assert [page.index(one) for one in wanted] == sorted(page.index(one) for one in wanted)
    assert "New tracing request" not in page
    assert "My cases" not in page
    kinds = [WorkKind.EMERGENCIES, WorkKind.CONCERNS, WorkKind.APPROVALS, WorkKind.ACCESS]
    assert bell(world, focal) == kinds
    assert bell(world, awa) == []

    with world.begin() as session:
        people = service.colleagues(session, focal)
        (found,) = reviewing.reviews(session, focal, people)
        reviewing.answer(session, focal, found.id, ReviewAct.EXPLAIN, "He stood in for Awa.")
    assert "cases that are not theirs" not in words_of(browser.get("/my-work"))


def test_a_concern_waits_by_its_day_and_for_nobody_whom_it_may_be_about(site, later):
    world = site.world
    binta, coumba = (world.colleague(Role.SAFEGUARDING, name=n) for n in ("Binta Saho", "Coumba S"))
    ticket = told(world, about="Binta Saho")
    assert (bell(world, binta), bell(world, coumba)) == ([], [WorkKind.CONCERNS])
    page = site.as_(coumba).get("/my-work").text
    assert ticket.reference not in page

    with world.begin() as session:
        (one,) = concerns.waiting(session, coumba)
        assert not concerns.is_answered(one)
        later(minutes=1)
        concerns.answer(session, coumba, one.id, "Thank you. We ask them.")
    assert "It was answered and is still open" in words_of(site.as_(coumba).get("/my-work"))
    with world.begin() as session:
        news.mark_seen(session, coumba, clock.now())
    later(hours=1)
    with world.begin() as session:
        concerns.add(session, ticket, "She came again today.")
    assert bell(world, coumba) == [WorkKind.CONCERNS]
    later(days=ANSWER_WITHIN.days - 1)
    assert "is-late" in site.as_(coumba).get("/my-work").text
    assert "Nothing waits for you" in words_of(site.as_(binta).get("/my-work"))


def test_a_letter_does_not_tell_of_a_concern():
    counted = {WorkKind.CONCERNS: 2, WorkKind.REVIEWS: 1, WorkKind.ACCESS: 3}
    assert mailed(counted) == {WorkKind.REVIEWS: 3, WorkKind.ACCESS: 3}
    assert mailed({WorkKind.CONCERNS: 1}) == {WorkKind.REVIEWS: 1}
