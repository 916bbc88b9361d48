"""Four eyes: asked by one, decided by another on exactly that, once, in time, and written down."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.access import choosing
from rfl.access.rules import Role
from rfl.accounts import asking, managing
from rfl.approvals import service
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, Wish, digest
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RflError, RuleBrokenError
from rfl.jobs.service import Work
from rfl.keys import service as keys
from rfl.keys.ring import record_keys
from rfl.keys.rules import ErasedError
from tests.access.doors import PASSPHRASE, acts, console
from tests.approvals.deciding import (
    AWA,
    EMAIL,
    WHY,
    Office,
    approve_button,
    browser_of,
    half_on,
)
from tests.tracing.web import words_of


@pytest.fixture
def office(world) -> Office:
    return Office(world)


def test_an_account_takes_two_people_and_both_halves_of_its_code(site, office):
    world, admin, head = site.world, site.as_(office.admin), site.as_(office.head)
    before = office.given()
    typed = {"name": "Awa Sarr", "email": EMAIL, "role": "officer", "why": WHY}
    first = half_on(admin.fill("/users", typed, 200).text)
    assert office.given() == before

    page = words_of(head.get("/approvals"))
    for words in ("Invite Awa Sarr as officer", EMAIL, WHY, "Asked by Ibou Admin", "waits until"):
        assert words in page
    second = half_on(approve_button(head, 200).text)

    assert office.given() == (before[0] + 1, before[1] + 1)
    for code in (first, second, second + first, first + "0" * 20):
        assert not choosing.accept_invitation(world.begin, EMAIL, code, PASSPHRASE)
    assert choosing.accept_invitation(world.begin, EMAIL, f"{first} {second}", PASSPHRASE)
    head.get("/users", 403)


def test_no_page_shows_either_half_again(site, office):
    first = office.invite().half
    browser = browser_of(site, office.head)
    second = half_on(approve_button(browser, 200).text)

    for who in (office.admin, office.head):
        for path in ("/approvals", "/users"):
            answer = site.as_(who).client.get(path)
            assert first not in answer.text
            assert second not in answer.text


def test_one_administrator_alone_gives_nothing_by_any_page(site, office):
    """Every page of accounts, and every wish approved by whoever asked it: nothing comes of it."""
    before = office.given()
    browser = browser_of(site, office.admin)
    typed = {"name": "Awa", "email": EMAIL, "role": "admin", "why": WHY, "how": WHY, "last_day": ""}
    for user in (office.fatou, office.admin):
        for act in ("role", "invitation"):
            browser.client.post(
                f"/users/{user.user_id}/{act}",
                data={**typed, "csrf_token": browser.form["csrf_token"]},
            )
    browser.post("/users", typed, 200)
    with site.world.begin() as session:
        waiting = session.scalars(sa.select(Approval)).all()
    assert len(waiting) == 2
    for one in waiting:
        answer = browser.post(f"/approvals/{one.id}/approve", {"seen": one.content_hash.hex()}, 422)
        assert "You asked for this yourself" in words_of(answer)
    assert office.given() == before


def test_nobody_decides_about_themselves(office):
    world = office.world
    dpo = world.colleague(Role.DPO)
    with world.begin() as session:
        asked = asking.ask_role(session, office.admin, dpo.user_id, Role.SUPERVISOR, WHY)
    with pytest.raises(RuleBrokenError, match="about yourself"):
        office.approve(asked, dpo)
    office.approve(asked)
    assert Role.SUPERVISOR in office.roles_of(dpo)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DPO, Role.SAFEGUARDING, Role.ADMIN])
def test_whoever_may_decides(office, role):
    asked = office.role()
    office.approve(asked, office.world.colleague(role))
    assert Role.SUPERVISOR in office.roles_of(office.fatou)


def test_an_officer_finds_only_what_officers_decide(site, office):
    asked = office.role()
    officer = office.world.colleague(Role.OFFICER)
    with pytest.raises(DeniedError):
        office.approve(asked, officer)
    assert "Fatou" not in words_of(site.as_(officer).get("/approvals"))


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.PARTNER, Role.COORDINATOR])
def test_others_neither_see_nor_decide(site, office, role):
    asked = office.role()
    who = office.world.colleague(role)
    with pytest.raises(DeniedError):
        office.approve(asked, who)
    site.as_(who).get("/approvals", 403)


def test_another_society_knows_nothing_of_it(site, office):
    asked = office.role()
    for role in (Role.SUPERVISOR, Role.ADMIN, Role.SAFEGUARDING):
        abroad = office.world.colleague(role, society="GM")
        with pytest.raises(NotFoundError):
            office.approve(asked, abroad)
        assert "Fatou" not in words_of(site.as_(abroad).get("/approvals"))


def test_what_changed_since_it_was_asked_is_worth_nothing(site, office):
    asked = office.role(Role.DPO)
    with office.world.begin() as session:
        managing.grant_role(session, console(), office.fatou.user_id, Role.SUPERVISOR)

    with pytest.raises(RuleBrokenError, match="no longer as it was"):
        office.approve(asked)
    page = site.as_(office.head).get("/approvals")
    assert "no longer as it was" in words_of(page)
    assert "/approve" not in page.text
    assert Role.DPO not in office.roles_of(office.fatou)


def test_only_what_was_seen_is_approved(office):
    asked, other = office.role(), office.role(Role.DPO)
    for seen in ("", "00", other.content_hash.hex()):
        with pytest.raises(RuleBrokenError), office.world.begin() as session:
            service.approve(session, office.head, asked.id, seen)
    assert office.roles_of(office.fatou) == {Role.OFFICER}


@pytest.mark.parametrize(
    "column", ["kind", "subject_id", "asked_by", "society_code", "sealed", "content_hash"]
)
def test_a_wish_changed_in_the_database_is_not_carried_out(office, column):
    asked, other = office.role(Role.DPO), office.invite().approval
    others = {"society_code": "GM", "asked_by": office.fatou.user_id}
    with office.world.begin() as session:
        row = session.get_one(Approval, asked.id)
        changed = others.get(column) or getattr(session.get_one(Approval, other.id), column)
        session.execute(sa.update(Approval).where(Approval.id == row.id).values({column: changed}))
    before = office.given()
    with pytest.raises((RflError, sa.exc.SQLAlchemyError)):
        office.approve(asked)
    assert office.given() == before


def test_it_is_carried_out_once(office):
    asked = office.role()
    office.approve(asked)
    with pytest.raises(RuleBrokenError, match="decided already"):
        office.approve(asked)


def test_of_many_who_approve_at_once_one_does(office):
    asked, before = office.role(), office.given()
    heads = [office.world.colleague(Role.SUPERVISOR) for _ in range(4)]
    made = office.given()[1]

    def approve(who) -> bool:
        try:
            office.approve(asked, who)
        except RuleBrokenError:
            return False
        return True

    with ThreadPoolExecutor(len(heads)) as pool:
        done = list(pool.map(approve, heads))
    assert done.count(True) == 1
    assert office.given()[1] == made + 1
    assert before[0] + len(heads) == office.given()[0]


def test_what_was_refused_or_taken_back_is_not_approved_after(site, office):
    refused, taken = office.role(), office.role(Role.DPO)
    head, admin = browser_of(site, office.head), browser_of(site, office.admin)
    head.post(f"/approvals/{refused.id}/refuse", {"words": " "}, 422)
    head.post(f"/approvals/{refused.id}/refuse", {"words": "She has no training yet."})
    head.post(f"/approvals/{taken.id}/withdraw", {}, 404)
    admin.post(f"/approvals/{taken.id}/withdraw", {})

    for one in (refused, taken):
        with pytest.raises(RuleBrokenError, match="decided already"):
            office.approve(one)
    page = words_of(admin.get("/approvals"))
    assert "She has no training yet." in page
    assert "Decided by Marie Head" in page
    assert (office.state(refused), office.state(taken)) == ("refused", "withdrawn")


def test_it_runs_out_after_a_week_and_says_so(site, office, later):
    asked = office.role()
    later(days=8)
    with pytest.raises(RuleBrokenError, match="ran out"):
        office.approve(asked)
    assert "ran out" in words_of(site.as_(office.head).get("/approvals"))

    world = office.world
    work = Work(uuid4(), console().user_id, "SN", {}, world.begin)
    assert service.expire_job(work) == {"expired": 1, "forgotten": 0}
    assert service.expire_job(work) == {"expired": 0, "forgotten": 0}
    assert office.state(asked) == "expired"
    assert Act.APPROVAL_EXPIRED in world.trail(asked.id)


def test_who_was_to_be_invited_and_was_not_is_shredded_after_a_month(office, later):
    refused, taken, waits = office.invite(), office.invite(Role.SUPERVISOR), office.role()
    with office.world.begin() as session:
        service.refuse(session, office.head, refused.approval.id, "She works elsewhere now.")
        service.withdraw(session, office.admin, taken.approval.id)
    work = Work(uuid4(), console().user_id, "SN", {}, office.world.begin)
    assert service.expire_job(work)["forgotten"] == 0
    later(days=31)

    assert service.expire_job(work) == {"expired": 1, "forgotten": 2}
    assert service.expire_job(work)["forgotten"] == 0

    with office.world.begin() as session:
        rows = {row.id: row for row in session.scalars(sa.select(Approval))}
        gone = [rows[one.approval.id] for one in (refused, taken)]
        assert [row.sealed for row in gone] == [b"", b""]
        for row in gone:
            with pytest.raises(ErasedError):
                record_keys(keys.of(session).ring, [row.key_id])
        assert rows[waits.id].sealed
    assert Act.APPROVAL_FORGOTTEN in office.world.trail(refused.approval.id)


def test_a_wish_does_not_outlive_the_role_of_whoever_asked(office):
    asked = office.role()
    with office.world.begin() as session:
        managing.end_role(session, console(), office.admin.user_id, Role.ADMIN)
    with pytest.raises(RuleBrokenError, match="may not ask for this any more"):
        office.approve(asked)


def test_every_step_is_in_the_trail_with_what_was_approved(office):
    asked = office.role()
    office.approve(asked)
    assert office.world.trail(asked.id) == [
        Act.APPROVAL_ASKED,
        Act.APPROVAL_OPENED,
        Act.APPROVAL_APPROVED,
    ]
    assert Act.ROLE_GRANTED in acts(office.world)


def test_a_reason_is_a_sentence_and_the_same_is_not_asked_twice(site, office):
    browser = site.as_(office.admin)
    path = f"/users/{office.fatou.user_id}"
    typed = {"role": "supervisor", "last_day": "", "why": "because"}
    browser.get(path)
    assert "Say why in a sentence" in words_of(browser.send(f"{path}/role", typed, 422))
    browser.send(f"{path}/role", {"why": WHY})
    browser.get(path)
    again = browser.send(f"{path}/role", {"role": "supervisor", "last_day": "", "why": WHY}, 422)
    assert "waits already" in words_of(again)


def test_a_new_way_in_takes_two_people_and_leaves_the_old_one_until_then(site, office):
    world = office.world
    with world.begin() as session:
        made = managing.invite(session, console(), "SN", AWA, [Role.OFFICER])
    browser = browser_of(site, office.admin)
    first = half_on(browser.post(f"/users/{made.user_id}/invitation", {"how": WHY}, 200).text)
    assert choosing.accept_invitation(world.begin, EMAIL, made.secret, PASSPHRASE)
    second = half_on(approve_button(browser_of(site, office.head), 200).text)

    assert not choosing.accept_invitation(world.begin, EMAIL, first, PASSPHRASE)
    assert choosing.accept_invitation(world.begin, EMAIL, first + second, "other words by night")


def test_who_is_alone_is_told_that_somebody_else_is_needed(site):
    alone = site.as_(site.world.colleague(Role.ADMIN, society="ML"))
    assert "Nobody else here can decide yet" in words_of(alone.get("/users"))
    site.world.colleague(Role.SUPERVISOR, society="ML")
    assert "Nobody else here can decide yet" not in words_of(alone.get("/users"))


def test_the_tab_counts_what_waits_for_the_reader(site, office):
    office.role()
    office.role(Role.DPO)
    for who, count in ((office.head, 2), (office.admin, 0)):
        with site.world.begin() as session:
            assert service.count_waiting(session, who) == count


def test_what_was_asked_rests_sealed(office):
    office.invite()
    with office.world.begin() as session:
        for row in session.execute(sa.select(Approval.__table__)):
            text = repr(tuple(row))
            assert "Awa" not in text
            assert EMAIL not in text
            assert WHY not in text


def test_a_hash_is_of_each_part():
    base = Wish(uuid4(), ApprovalKind.ROLE, "SN", uuid4(), uuid4(), {"role": "officer"})
    wishes = [
        (base, WHY, ["officer"]),
        (base, WHY + ".", ["officer"]),
        (base, WHY, ["officer", "dpo"]),
        (base, WHY, ["officerdpo"]),
        (
            Wish(base.id, ApprovalKind.RENEW, "SN", base.subject_id, base.asked_by, base.plan),
            WHY,
            [],
        ),
        (Wish(base.id, base.kind, "GM", base.subject_id, base.asked_by, base.plan), WHY, []),
        (Wish(base.id, base.kind, "SN", uuid4(), base.asked_by, base.plan), WHY, []),
        (Wish(base.id, base.kind, "SN", base.subject_id, uuid4(), base.plan), WHY, []),
        (Wish(base.id, base.kind, "SN", base.subject_id, base.asked_by, {"role": "dpo"}), WHY, []),
    ]
    assert len({digest(*one) for one in wishes}) == len(wishes)
