"""What was erased is read by nobody, from that moment, in either database and in every copy."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from rfl import clock
from rfl.audit.rules import Act
from rfl.erasure import service
from rfl.erasure.models import Erasure, ErasureKey
from rfl.erasure.rules import EraseReason, ErasureState, Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.exchange import answering, asking
from rfl.exchange.models import ConfirmationRequest, Release
from rfl.exchange.rules import View
from rfl.intake import service as intake
from rfl.intake import taking_in
from rfl.intake.models import ImportKind
from rfl.jobs.models import Job
from rfl.keys.models import RecordKey, SocietyKey
from rfl.linking import finding
from rfl.linking.models import (
    EnquirerPosting,
    IndexedEnquirer,
    IndexedPerson,
    LexiconToken,
    Posting,
)
from rfl.persons.models import Consent, Person, Registration
from rfl.persons.service import list_people
from tests.erasure.erasing import all_that_opens
from tests.exchange.gate import ALIVE
from tests.intake.kobo import export, row

CANARY = "Zebulonzinho"
FAMILY = "Qwertzuiopovic"


def test_nothing_that_any_key_still_opens_holds_an_erased_name(desk):
    others = desk.gate.register("Fatou Sarr")
    registration = desk.gate.register(f"{CANARY} {FAMILY}")
    assert all_that_opens(desk.world).count(CANARY.encode()) >= 1
    assert all_that_opens(desk.world).lower().count(FAMILY.lower().encode()) >= 2  # index, too

    desk.erased_person(registration)

    left = all_that_opens(desk.world).lower()
    assert CANARY.lower().encode() not in left
    assert FAMILY.lower().encode() not in left
    assert b"fatou" in left
    assert others


def test_an_erased_case_takes_everybody_in_it_along(desk):
    request_id = desk.gate.request(f"{CANARY} {FAMILY}")

    assert _count(desk, EnquirerPosting) > 0

    receipt = desk.erased_case(request_id)

    left = all_that_opens(desk.world).lower()
    assert CANARY.lower().encode() not in left
    assert "Aïssatou Baldé".lower().encode() not in left
    assert _count(desk, EnquirerPosting) == _count(desk, IndexedEnquirer) == 0
    assert receipt.counts["person"] == 2
    assert receipt.number == desk.world.row(request_id).number


def test_neither_a_blob_nor_a_wrapped_key_is_left_in_the_files(desk, tmp_path):
    registration = desk.gate.register(f"{CANARY} {FAMILY}")
    with desk.world.begin() as session:
        person = session.get_one(Person, session.get_one(Registration, registration).person_id)
        blob, key_id = person.sealed, person.key_id
    with desk.world.installation.key_database.begin() as session:
        wrapped = session.get_one(RecordKey, key_id).wrapped

    desk.erased_person(registration)

    with desk.world.installation.key_database.begin() as session:
        stone = session.get_one(RecordKey, key_id)
        assert (stone.wrapped, stone.destroyed_at is not None) == (None, True)
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
    assert wrapped not in files
    assert blob not in files


def test_nothing_is_left_in_the_index(desk):
    registration = desk.gate.register(f"{CANARY} {FAMILY}")
    before = _count(desk, Posting), _count(desk, IndexedPerson)
    assert before[0] > 0

    desk.erased_person(registration)

    assert (_count(desk, Posting), _count(desk, IndexedPerson)) == (0, 0)
    with desk.world.begin() as session:
        assert set(session.scalars(select(LexiconToken.sealed))) == {b""}


def test_a_name_that_others_bear_is_still_found(desk):
    one = desk.gate.register("Mamadou Diallo")
    other = desk.gate.register("Mamadou Diallo")

    desk.erased_person(one)

    with desk.world.begin() as session:
        found = finding.search(session, desk.gate.lamin, "Mamadou Diallo")
    assert other
    assert len(found.hits) == 1


def test_a_name_written_down_again_after_an_erasure_is_found(desk):
    desk.erased_person(desk.gate.register(f"{CANARY} {FAMILY}"))

    desk.gate.register(f"{CANARY} {FAMILY}")

    with desk.world.begin() as session:
        found = finding.search(session, desk.gate.lamin, f"{CANARY} {FAMILY}")
    assert len(found.hits) == 1


def test_lists_and_searches_go_on_without_an_erased_record(desk, site):
    kept = desk.gate.register("Fatou Sarr")
    registration = desk.gate.register(f"{CANARY} {FAMILY}")
    request_id = desk.gate.request(f"{CANARY} {FAMILY}")
    link = desk.gate.links(request_id)[0]
    browser, dakar = site.as_(desk.gate.lamin), site.as_(desk.gate.awa)

    desk.erased_person(registration)

    for address in ("/registrations", "/persons", "/my-work", "/links", "/exchange"):
        page = browser.client.get(address)
        assert page.status_code == 200, address
        assert CANARY not in page.text
    for client in (browser.client, dakar.client):
        assert client.get(f"/registrations/{registration}").status_code == 404
        assert client.get(f"/links/{link.id}").status_code == 404
    assert dakar.client.get(f"/requests/{request_id}").status_code == 200
    assert dakar.client.get("/links").status_code == 200
    assert browser.client.get(f"/registrations/{kept}").status_code == 200


def test_an_erased_case_is_gone_from_every_page(desk, site):
    gate = desk.gate
    link = gate.link()
    ask_id = gate.sent(link)
    browser, theirs = site.as_(gate.awa), site.as_(gate.lamin)
    number = desk.world.row(link.request_id).number
    assert number in browser.client.get("/requests").text

    desk.erased_case(link.request_id)

    for address in ("/requests", "/my-work", "/links", "/exchange", "/persons", "/reports"):
        page = browser.client.get(address)
        assert page.status_code in (200, 403), address
        assert number not in page.text, address
    for address in (f"/requests/{link.request_id}", f"/links/{link.id}"):
        assert browser.client.get(address).status_code == 404
    assert theirs.client.get("/exchange").status_code == 200
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        answering.read(session, gate.lamin, ask_id)
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        asking.read(session, gate.awa, ask_id)


def test_an_erasure_looks_to_the_asking_side_like_a_search_still_under_way(desk):
    gate = desk.gate
    link = gate.link()
    ask_id = gate.sent(link)
    gate.identified(ask_id)
    before = _asked(desk, ask_id)

    desk.erased_person(link.registration_id)

    assert _asked(desk, ask_id) == before
    with desk.world.begin() as session:
        assert answering.inbox(session, gate.lamin, limit=9, offset=0) == []
        assert answering.count_inbox(session, gate.lamin) == (0, 0)


def test_what_was_released_is_taken_back_with_the_record(desk):
    gate = desk.gate
    link = gate.link()
    ask_id = gate.sent(link)
    gate.released(ask_id, ALIVE)
    with desk.world.begin() as session:
        assert asking.read(session, gate.awa, ask_id).view is View.RELEASED

    desk.erased_person(link.registration_id)

    with desk.world.begin() as session:
        page = asking.read(session, gate.awa, ask_id)
        assert (page.view, page.release) == (View.WITHDRAWN, None)
        release = session.scalars(select(Release)).one()
        assert release.sealed == b""
    assert ALIVE.message.encode() not in all_that_opens(desk.world)


def test_no_consent_stands_for_somebody_erased(desk):
    registration = desk.gate.register()

    desk.erased_person(registration)

    with desk.world.begin() as session:
        rows = session.scalars(select(Consent)).all()
    assert rows
    assert all(row.withdrawn_at is not None and row.sealed == b"" for row in rows)


def test_an_erased_list_takes_its_rows_to_mend_along(desk):
    with desk.world.begin() as session:
        data = export([row(1, "Awa Sarr"), row(2, CANARY, person__birth_date="never")])
        run_id = intake.start(session, desk.gate.lamin, ImportKind.REGISTRATIONS, data).id
    taking_in.run_import(desk.world.begin, desk.gate.lamin, run_id)
    assert CANARY.encode() in all_that_opens(desk.world)

    desk.erased(Record(RecordKind.IMPORT, run_id), desk.gate.haddy, desk.banjul)

    left = all_that_opens(desk.world)
    assert CANARY.encode() not in left
    assert b"Sarr" in left


def test_whoever_asks_does_not_decide(desk):
    record = Record(RecordKind.PERSON, desk.person_of(desk.gate.register()))
    erasure_id = desk.asked(desk.banjul, record)

    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="Somebody else"):
        service.read(session, desk.banjul, erasure_id)
    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="Somebody else"):
        service.erase(session, desk.banjul, erasure_id, "")
    with desk.world.begin() as session, pytest.raises(DeniedError):
        service.erase(session, desk.gate.haddy, erasure_id, "")


def test_an_officer_cannot_ask_and_another_society_cannot_decide(desk):
    record = Record(RecordKind.PERSON, desk.person_of(desk.gate.register()))
    with desk.world.begin() as session, pytest.raises(DeniedError):
        service.ask(session, desk.gate.lamin, record, EraseReason.WISHED)
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        service.ask(session, desk.gate.ousmane, record, EraseReason.WISHED)
    erasure_id = desk.asked(desk.gate.haddy, record)
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        service.read(session, desk.dakar, erasure_id)
    with desk.world.begin() as session:
        assert service.waiting(session, desk.dakar) == []
        assert [one.id for one in service.waiting(session, desk.banjul)] == [erasure_id]


def test_only_what_was_seen_is_erased(desk):
    registration = desk.gate.register()
    record = Record(RecordKind.PERSON, desk.person_of(registration))
    erasure_id = desk.asked(desk.gate.haddy, record)
    seen = desk.seen(desk.banjul, erasure_id)
    desk.gate.request()  # meanwhile somebody looks for them: there is a link now

    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="changed since"):
        service.erase(session, desk.banjul, erasure_id, seen)

    with desk.world.begin() as session:
        service.erase(
            session, desk.banjul, erasure_id, service.read(session, desk.banjul, erasure_id).seen
        )
    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="decided already"):
        service.erase(session, desk.banjul, erasure_id, seen)


def test_an_approval_is_good_for_one_record_only(desk):
    first, second = (
        Record(RecordKind.PERSON, desk.person_of(desk.gate.register(name)))
        for name in ("Fatou Sarr", "Binta Ceesay")
    )
    seen = desk.seen(desk.banjul, desk.asked(desk.gate.haddy, first))
    other = desk.asked(desk.gate.haddy, second)

    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="changed since"):
        service.erase(session, desk.banjul, other, seen)


def test_asking_twice_is_asking_once_and_a_refusal_ends_it(desk):
    record = Record(RecordKind.PERSON, desk.person_of(desk.gate.register()))
    first = desk.asked(desk.gate.haddy, record)
    assert desk.asked(desk.gate.haddy, record) == first

    with desk.world.begin() as session:
        assert service.refuse(session, desk.banjul, first).state is ErasureState.REFUSED
    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="decided already"):
        service.refuse(session, desk.banjul, first)

    assert desk.asked(desk.gate.haddy, record) != first


def test_somebody_in_a_case_goes_with_the_case(desk):
    request_id = desk.gate.request()
    enquirer = desk.world.row(request_id).enquirer_id
    record = Record(RecordKind.PERSON, enquirer)

    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="belongs to the case"):
        service.ask(session, desk.gate.ousmane, record, EraseReason.WISHED)


def test_the_receipt_says_by_when_no_backup_can_be_read(desk):
    registration = desk.gate.register()
    with desk.world.installation.key_database.begin() as session:
        query = select(SocietyKey.created_at).where(
            SocietyKey.society == "GM", SocietyKey.kind == "records"
        )
        began = session.scalars(query).one()

    receipt = desk.erased_person(registration)

    days = desk.world.installation.config.backup_days
    assert receipt.unreadable_by == began + timedelta(days=30 + 1 + days)
    assert abs(receipt.erased_at - clock.now()) < timedelta(minutes=5)


def test_who_erased_what_stands_in_the_trail(desk):
    registration = desk.gate.register()
    person_id = desk.person_of(registration)

    desk.erased_person(registration)

    told = desk.world.trail(person_id, "GM")
    assert [act for act in told if act.startswith(("erasure", "person:erased", "key"))] == [
        Act.ERASURE_ASKED,
        Act.ERASURE_OPENED,
        Act.PERSON_ERASED,
        Act.KEY_DESTROYED,
    ]


def test_the_keys_live_until_the_entry_is_committed(desk):
    registration = desk.gate.register()
    record = Record(RecordKind.PERSON, desk.person_of(registration))
    erasure_id = desk.asked(desk.gate.haddy, record)
    seen = desk.seen(desk.banjul, erasure_id)

    with desk.world.begin() as session:
        service.erase(session, desk.banjul, erasure_id, seen)
        session.rollback()
    desk.work()

    with desk.world.begin() as session:
        people, _ = list_people(session, desk.gate.lamin, limit=9, offset=0)
        assert len(people) == 1
        assert session.scalar(select(func.count(ErasureKey.key_id))) == 0


def test_a_job_of_erasure_holds_ids_only_and_can_be_run_again(desk):
    registration = desk.gate.register(CANARY)
    receipt = desk.erased_person(registration)

    with desk.world.begin() as session:
        job = session.scalars(select(Job).where(Job.kind == service.SHRED_JOB)).one()
        assert job.arguments == {"erasure": str(receipt.erasure_id)}
        assert session.get_one(Erasure, receipt.erasure_id).shredded_at is not None
        job.state = "waiting"
    desk.work()
    with desk.world.begin() as session:
        assert session.get_one(Job, job.id).result == {"keys": 1, "destroyed": 0}


def test_what_never_was_cannot_be_erased(desk):
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        service.ask(session, desk.banjul, Record(RecordKind.PERSON, uuid4()), EraseReason.OVER)
    with desk.world.begin() as session, pytest.raises(NotFoundError):
        service.read(session, desk.banjul, uuid4())


def test_nobody_gives_the_programs_own_reason(desk):
    record = Record(RecordKind.PERSON, desk.person_of(desk.gate.register()))

    with desk.world.begin() as session, pytest.raises(RuleBrokenError, match="Say why"):
        service.ask(session, desk.banjul, record, EraseReason.RESTORED)


def _count(desk, table) -> int:
    with desk.world.begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _asked(desk, ask_id):
    with desk.world.begin() as session:
        page = asking.read(session, desk.gate.awa, ask_id)
        row = session.get_one(ConfirmationRequest, ask_id)
        return page.view, page.document, page.release, row.changed_at, row.erased_at, row.state
