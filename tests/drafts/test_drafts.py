"""A long form that is not finished: sealed, its writer's alone, gone on with only when asked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from rfl import clock
from rfl.access.rules import Role
from rfl.audit.rules import SYSTEM, Act
from rfl.drafts import service
from rfl.drafts.models import Draft
from rfl.drafts.rules import (
    KEPT,
    MOST,
    MOST_SIGNS,
    FormKind,
    check_room,
    fields_of,
    glimpse,
    is_over,
)
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.jobs.service import Work
from tests.tracing.web import site_of, words_of

TYPED = (("csrf_token", "x"), ("consent", "y"), ("enquirer_name", "Aïssatou Baldé"), ("once", "1"))
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_nothing_is_kept_before_they_agree_and_nothing_of_the_page_itself():
    assert fields_of(FormKind.REQUEST, TYPED) == TYPED[1:3]
    for typed in ((("enquirer_name", "Awa"),), (("consent", ""), ("enquirer_name", "Awa"))):
        with pytest.raises(RuleBrokenError, match="consent first"):
            fields_of(FormKind.REQUEST, typed)
    with pytest.raises(RuleBrokenError, match="too long"):
        fields_of(FormKind.REGISTRATION, (("agrees", "y"), ("words", "a" * MOST_SIGNS)))


def test_a_form_lies_two_weeks_and_a_volunteer_s_three_days():
    for days, is_own_only, is_gone in (
        *((2, True, False), (3, True, True)),
        *((3, False, False), (13, False, False), (14, False, True)),
    ):
        saved = NOW - timedelta(days=days)
        assert is_over(saved, NOW, is_own_only=is_own_only) == is_gone
    check_room(MOST - 1)
    with pytest.raises(RuleBrokenError, match="Too many"):
        check_room(MOST)


def test_initials_and_filled_fields_tell_forms_apart():
    first, last = (
        ("person-names-0-parts-0-text", "Mamadou Saliou"),
        ("person-names-0-parts-1-text", "diallo"),
    )
    typed = (("consent", "y"), first, last, ("person-names-1-parts-0-text", "Ngom"))
    assert glimpse(typed) == ("M. S. D.", 4)
    assert glimpse((("consent", "y"),)) == ("", 1)


def test_a_form_is_its_writer_s_alone(world):
    awa, binta = world.colleague(Role.OFFICER), world.colleague(Role.OFFICER)
    cheikh, number = world.colleague(Role.VOLUNTEER), uuid4()
    with world.begin() as session:
        row = service.save(session, awa, FormKind.REQUEST, number, TYPED)
        assert "Baldé".encode() not in row.sealed
    with world.begin() as session:
        service.save(session, awa, FormKind.REQUEST, number, (*TYPED, ("hours", "mornings")))
        (kept,) = service.waiting(session, awa, FormKind.REQUEST)
        assert service.glimpses(session, awa, [kept]) == {}
        again = service.save(session, awa, FormKind.REQUEST, uuid4(), TYPED)
        seen = service.glimpses(session, awa, [kept, again])
        assert [one.filled for one in seen.values()] == [3, 2]
        fields = service.open_draft(session, awa, FormKind.REQUEST, number)
    assert dict(fields)["hours"] == "mornings"
    for other in (binta, cheikh):
        with world.begin() as session, pytest.raises(NotFoundError):
            service.open_draft(session, other, FormKind.REQUEST, number)
        with world.begin() as session, pytest.raises(NotFoundError):
            service.glimpses(session, other, session.scalars(select(Draft)).all())
        with world.begin() as session, pytest.raises(NotFoundError):
            service.save(session, other, FormKind.REQUEST, number, TYPED)
    admin = world.colleague(Role.ADMIN)
    with world.begin() as session, pytest.raises(DeniedError):
        service.save(session, admin, FormKind.REQUEST, uuid4(), TYPED)


def test_what_lay_too_long_is_thrown_away_and_no_key_opens_it(world):
    awa, (old, new) = world.colleague(Role.OFFICER), (uuid4(), uuid4())
    with world.begin() as session:
        for number in (old, new):
            service.save(session, awa, FormKind.REQUEST, number, TYPED)
        session.execute(update(Draft).where(Draft.id == old).values(saved_at=clock.now() - KEPT))
    with world.begin() as session, pytest.raises(NotFoundError):
        service.open_draft(session, awa, FormKind.REQUEST, old)

    service.discard_job(Work(uuid4(), SYSTEM, "SN", {}, world.begin))

    with world.begin() as session:
        assert session.scalars(select(Draft.id)).all() == [new]
    assert world.trail(old)[-1] == Act.DRAFT_DISCARDED


def test_a_form_is_gone_on_with_only_when_asked_and_thrown_away_when_it_is_sent(world):
    browser = site_of(world).as_(world.colleague(Role.OFFICER))
    typed = {"enquirer_name": "Aïssatou Baldé", "relation": "son", "go": "keep"}
    refused = browser.fill("/requests/new", typed, 422)
    assert "consent first" in words_of(refused)
    assert "Aïssatou Baldé" in refused.text

    page = browser.follow(browser.send("/requests/new", {**typed, "consent": "y"}))
    assert "You did not finish a form" in words_of(page)
    assert "Aïssatou" not in page.text
    href = page.text.split("?draft=")[1].split('"')[0]
    again = browser.get(f"/requests/new?draft={href}")
    assert "Aïssatou Baldé" in again.text

    whole = {"share": "none", "person-names-0-parts-0-text": "Mamadou Diallo", "go": "open"}
    browser.send("/requests/new", whole)
    assert "did not finish" not in words_of(browser.get("/requests/new"))
    browser.get(f"/requests/new?draft={href}", 404)


def test_a_registration_is_kept_while_it_is_typed(world):
    browser = site_of(world).as_(world.colleague(Role.VOLUNTEER))
    browser.get("/registrations/new")
    typed = {"agrees": "y", "person-names-0-parts-0-text": "Semhar", "once": browser.form["once"]}
    assert "Kept at" in browser.post("/drafts/registrations", typed, 200).text
    page = browser.get("/registrations/new")
    assert "You did not finish a form" in words_of(page)
    href = page.text.split("?draft=")[1].split('"')[0]
    browser.post(f"/drafts/registrations/{href}/discard")
    assert "did not finish" not in words_of(browser.get("/registrations/new"))
