from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.models import EntryTag
from rfl.audit.reading import PAGE, Asking, newest, what_did, who_opened
from rfl.audit.rules import ENGINE, Act, Decision
from rfl.audit.service import record
from rfl.clock import now
from tests.keys.vault import ENTRY

FOCAL, AWA, MOUSSA = uuid4(), uuid4(), uuid4()
CASE, OTHER = uuid4(), uuid4()


def act(vault, actor, did, *subjects, society="SN", **more):
    with vault.begin() as session:
        record(session, actor, did, societies=[society], subjects=subjects, **more)


def ask(vault, question, *about, society="SN", **asking):
    with vault.begin() as session:
        return question(session, FOCAL, society, *about, Asking(**asking))


@pytest.fixture
def busy(vault):
    """A log in which two officers and the engine met two records."""
    act(vault, AWA, Act.REQUEST_OPENED, CASE, purpose="tracing")
    act(vault, ENGINE, Act.LINK_COMPARED, CASE, OTHER)
    act(vault, MOUSSA, Act.REQUEST_OPENED, CASE, decision=Decision.REFUSED)
    act(vault, MOUSSA, Act.PERSON_OPENED, OTHER)
    act(vault, AWA, Act.PERSON_OPENED, CASE, society="GM")
    return vault


def test_who_opened_a_record_is_answered_newest_first(busy):
    page = ask(busy, who_opened, CASE)

    assert [(row.actor_id, row.act, row.decision) for row in page.rows] == [
        (MOUSSA, "request:opened", Decision.REFUSED),
        (ENGINE, "link:compared", Decision.ALLOWED),
        (AWA, "request:opened", Decision.ALLOWED),
    ]
    assert page.total == 3
    assert page.damaged == ()


def test_what_a_person_did_is_answered_and_only_in_their_own_society(busy):
    assert [row.act for row in ask(busy, what_did, MOUSSA).rows] == [
        "person:opened",
        "request:opened",
    ]
    assert [row.subjects for row in ask(busy, what_did, AWA, society="GM").rows] == [(CASE,)]


def test_a_question_about_nobody_has_an_empty_answer(busy):
    page = ask(busy, who_opened, uuid4())

    assert (page.rows, page.total) == ((), 0)


def test_the_focal_points_own_reading_is_in_the_trail(busy):
    ask(busy, who_opened, CASE, purpose="a concern")
    ask(busy, what_did, MOUSSA, purpose="review")

    asked = [row for row in ask(busy, newest).rows if row.actor_id == FOCAL]

    assert [(row.act, row.subjects, row.purpose, row.detail) for row in asked] == [
        ("audit:read", (MOUSSA,), "review", {"question": "what_did"}),
        ("audit:read", (CASE,), "a concern", {"question": "who_opened"}),
    ]


def test_an_answer_is_not_given_where_the_reading_cannot_be_entered(busy):
    with busy.begin() as session:
        page = who_opened(session, FOCAL, "SN", CASE, Asking())
        assert page.total == 3
        session.rollback()

    assert FOCAL not in [row.actor_id for row in ask(busy, newest).rows]


def test_a_span_leaves_out_what_came_before_and_after(busy):
    first = ask(busy, newest).rows[-1].at

    assert ask(busy, who_opened, CASE, until=first).total == 0
    assert ask(busy, who_opened, CASE, since=first, until=now()).total >= 3
    assert ask(busy, who_opened, CASE, since=now() + timedelta(hours=1)).rows == ()


def test_long_answers_come_page_by_page(vault):
    for number in range(PAGE + 7):
        act(vault, AWA, Act.PERSON_OPENED, CASE, purpose=str(number))

    first = ask(vault, what_did, AWA)
    second = ask(vault, what_did, AWA, page=2)

    assert (len(first.rows), len(second.rows), second.total) == (PAGE, 7, PAGE + 7)
    seen = [int(row.purpose) for row in first.rows + second.rows]
    assert seen == sorted(range(PAGE + 7), reverse=True)
    assert ask(vault, what_did, AWA, page=0).rows == first.rows


def test_an_entry_that_somebody_changed_is_shown_as_damaged_and_hides_no_other(busy):
    with busy.database.engine.begin() as connection:
        changed = (ENTRY.c.log == "SN") & (ENTRY.c.seq == 1)
        connection.execute(sa.update(ENTRY).where(changed).values(sealed=b"x" * 99))

    page = ask(busy, who_opened, CASE)

    assert page.damaged == (2,)
    assert [row.actor_id for row in page.rows] == [MOUSSA, AWA]


def test_an_entry_moved_into_another_place_is_damaged(busy):
    with busy.database.engine.begin() as connection:
        third = connection.execute(
            sa.select(ENTRY.c.header, ENTRY.c.sealed).where(ENTRY.c.log == "SN", ENTRY.c.seq == 2)
        )
        first = (ENTRY.c.log == "SN") & (ENTRY.c.seq == 0)
        connection.execute(sa.update(ENTRY).where(first).values(dict(third.mappings().one())))

    page = ask(busy, who_opened, CASE)

    assert page.damaged == (1,)


def test_every_entry_is_found_by_its_actor_and_each_of_its_records(vault):
    subjects = [uuid4() for _ in range(60)]
    act(vault, AWA, Act.PERSON_LISTED, *subjects)

    for subject in subjects[::10]:
        assert ask(vault, who_opened, subject).total == 1
    with vault.begin() as session:
        tags = session.scalar(
            sa.select(sa.func.count()).select_from(EntryTag).where(EntryTag.seq == 0)
        )
    assert tags == 61
