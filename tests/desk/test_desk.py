"""The focal point's desk, as a browser sees it, on both databases."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.audit import reading
from rfl.audit import service as audit
from rfl.audit.reading import PAGE, Asking
from rfl.audit.rules import ENGINE, SYSTEM, Act, Decision
from rfl.desk import service
from rfl.tracing.models import SoughtPerson
from tests.audit.tampering import at, flip, row_of
from tests.keys.vault import ENTRY
from tests.tracing.web import Site, words_of


@dataclass
class Office:
    """A society with a case, whoever works on it, and its focal point."""

    site: Site
    focal: Actor
    awa: Actor
    moussa: Actor
    case: UUID
    number: str

    def act(self, actor: UUID, did: Act, *subjects: UUID, society: str = "SN", **more) -> None:
        with self.site.world.begin() as session:
            audit.record(session, actor, did, societies=[society], subjects=subjects, **more)

    def ask(self, status: int = 200, **fields) -> str:
        browser = self.site.as_(self.focal)
        return words_of(browser.fill("/access", fields, status))

    def asked(self, society: str = "SN") -> list[reading.EntryRow]:
        """Return the entries of readings, newest first."""
        with self.site.world.begin() as session:
            found = reading.newest(session, SYSTEM, society, Asking()).rows
        return [row for row in found if row.act == Act.AUDIT_READ and row.actor_id != SYSTEM]


@pytest.fixture
def office(site: Site) -> Office:
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    moussa = world.colleague(Role.OFFICER, name="Moussa Camara")
    focal = world.colleague(Role.SAFEGUARDING, name="Ndèye Coumba Sow")
    case = world.case(awa)
    return Office(site, focal, awa, moussa, case, world.row(case).number)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SAFEGUARDING])
def test_nobody_but_the_focal_point_enters(site, role):
    browser = site.as_(site.world.colleague(role))

    browser.get("/access", 403)
    browser.get("/access/integrity", 403)


def test_nobody_but_the_focal_point_asks(office):
    browser = office.site.as_(office.awa)
    browser.get("/requests/new")

    browser.post("/access", {"q": office.number}, status=403)
    browser.post("/access/integrity", status=403)

    assert "Asked for a page or a record that is not theirs Refused, nothing shown" in office.ask(
        colleague=str(office.awa.user_id)
    )


def test_who_opened_a_case_is_answered_by_its_number(office):
    office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case, fields=["time line"])
    office.act(ENGINE, Act.LINK_COMPARED, office.case, purpose="tracing")

    said = office.ask(q=f"  {office.number.lower()} ")

    assert f"Who opened {office.number}" in said
    assert f"Who came to {office.number}, and when" in said
    assert "Moussa Camara" in said
    assert "Opened the case time line" in said
    assert "Matching engine no person Compared" in said
    assert said.index("Compared") < said.index("Opened the case") < said.index("Opened a new case")


def test_the_people_of_a_case_belong_to_the_question(office):
    with office.site.world.begin() as session:
        person = session.scalars(sa.select(SoughtPerson.person_id)).one()
    office.act(office.moussa.user_id, Act.PERSON_OPENED, person)

    assert "Opened a person’s record" in office.ask(q=office.number)
    assert "Opened a person’s record" in office.ask(q=str(office.case))
    assert "Opened a person’s record" in office.ask(q=str(person))


@pytest.mark.parametrize("words", ["moussa  camara", "Camara"])
def test_what_a_colleague_did_is_answered_by_name(office, words):
    office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case)

    said = office.ask(q=words)

    assert "What Moussa Camara did" in said
    assert f"Opened the case {office.number}" in said
    assert "Opened a new case" not in said


def test_what_a_colleague_did_is_answered_by_address_and_from_the_list(office):
    office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case)
    with office.site.world.begin() as session:
        people = service.colleagues(session, office.focal)

    by_address = office.ask(q=people[office.moussa.user_id].email.upper())
    from_list = office.ask(colleague=str(office.moussa.user_id))

    assert "What Moussa Camara did" in by_address
    assert "What Moussa Camara did" in from_list
    assert "What Moussa Camara opened in the last 14 days" in from_list
    assert "1 record was opened." in from_list


def test_a_search_is_told_with_its_words_and_a_refusal_as_such(office):
    office.act(office.moussa.user_id, Act.SEARCHED, detail={"query": "Diallo"})
    office.act(office.moussa.user_id, Act.REFUSED, office.case, decision=Decision.REFUSED)

    said = office.ask(q="Moussa Camara")

    assert "Searched, and saw who was found Searched for: Diallo" in said
    assert "Refused, nothing shown" in said


def test_somebody_of_another_society_is_told_as_that(office):
    fatou = office.site.world.colleague(Role.OFFICER, society="GM", name="Fatou Jallow")
    office.act(fatou.user_id, Act.REQUEST_OPENED, office.case)

    said = office.ask(q=office.number)

    assert "Somebody of another society: The Gambia Red Cross Society Opened the case" in said
    assert "Fatou Jallow" not in said


def test_another_society_s_log_and_numbers_stay_closed(office):
    world = office.site.world
    fatou = world.colleague(Role.OFFICER, society="GM", name="Fatou Jallow")
    theirs = world.case(fatou)
    number = world.row(theirs).number

    assert "Your society has no record of this number" in office.ask(422, q=number)
    assert "Your society has no record of this number" in office.ask(422, q="Fatou Jallow")
    assert "No entry" in office.ask(q=str(theirs))
    assert number not in office.ask(q=str(theirs))
    assert "Fatou Jallow" not in words_of(office.site.as_(office.focal).get("/access"))
    office.ask(422, colleague=str(fatou.user_id))


def test_reading_is_itself_in_the_record(office):
    office.ask(q=office.number, why="concern")

    asked = office.asked()[0]

    assert (asked.actor_id, asked.purpose) == (office.focal.user_id, "concern")
    assert office.case in asked.subjects
    assert office.asked("GM") == []


def test_what_is_asked_stands_in_no_address(office):
    for number in range(PAGE + 1):
        office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case, purpose=str(number))
    browser = office.site.as_(office.focal)

    first = browser.fill("/access", {"q": "Moussa Camara"}, 200)
    addresses = [
        unquote(part.split('"')[0])
        for mark in ('href="', 'action="')
        for part in first.text.split(mark)[1:]
    ]
    second = browser.send("/access", {"q": "Moussa Camara", "page": "2"}, status=200)

    assert first.request.query_string == b""
    assert addresses
    assert not any("Moussa" in one or office.number in one for one in addresses)
    assert "Page 2 of 2" in words_of(second)
    assert 'name="page" value="2"' in first.text
    assert 'name="q" value="Moussa Camara"' in first.text


def test_the_days_bound_the_answer(office):
    office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case)
    today = clock.today()
    before = {"since": (today - timedelta(days=9)).isoformat()}
    before["until"] = (today - timedelta(days=2)).isoformat()

    assert "No entry" in office.ask(q=office.number, **before)
    assert "The last day lies before the first." in office.ask(
        422, q=office.number, since=today.isoformat(), until=before["until"]
    )
    assert "Write days of this century." in office.ask(422, q=office.number, since="0001-01-01")
    assert "Opened the case" in office.ask(q=office.number, since="", until="")


def test_one_thing_is_asked_at_a_time(office):
    both = office.ask(422, q=office.number, colleague=str(office.awa.user_id))
    neither = office.ask(422)
    office.site.world.colleague(Role.OFFICER, name="Moussa Camara")
    several = office.ask(422, q="moussa camara")

    assert "not both at once" in both
    assert "Say which record or which person" in neither
    assert "More than one person here is called so." in several


def test_the_first_page_shows_the_newest_and_counts(office):
    browser = office.site.as_(office.focal)
    said = words_of(browser.get("/access"))

    assert "The record holds" in said
    assert "Newest entries" in said
    assert f"Awa Sarr officer · 192.0.2.1 Opened a new case {office.number}" in said


def test_a_whole_record_is_told_as_whole_and_the_check_is_entered(office):
    browser = office.site.as_(office.focal)
    browser.get("/access/integrity")

    said = words_of(browser.send("/access/integrity", status=200))

    assert "are complete and unchanged." in said
    assert "Checked that this record is complete and unchanged" in words_of(browser.get("/access"))


def test_an_edited_entry_is_told_by_the_check_and_on_the_page(office):
    browser = office.site.as_(office.focal)
    for _ in range(6):
        office.act(office.moussa.user_id, Act.REQUEST_OPENED, office.case)
    with office.site.world.installation.database.engine.begin() as connection:
        sealed = flip(row_of(connection, 5)["sealed"])
        connection.execute(sa.update(ENTRY).where(at(5)).values(sealed=sealed))

    browser.get("/access/integrity")
    checked = words_of(browser.send("/access/integrity", status=200))
    page = words_of(browser.get("/access"))

    assert "entries are not as they were written." in checked
    assert "Entry 6 was changed." in checked
    assert "complete and unchanged" not in checked
    assert "1 entry here was changed after it was written" in page


def test_without_the_record_nothing_is_shown(office):
    browser = office.site.as_(office.focal)
    browser.get("/access")
    with office.site.world.installation.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_tag RENAME TO audit_tag_away")

    answer = browser.get("/access", 503)

    assert "Awa Sarr" not in answer.text
