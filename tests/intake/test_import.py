import csv
import io

import pytest
from sqlalchemy import func, select

from rfl.access.rules import Role
from rfl.errors import DeniedError
from rfl.intake import keeping, service, taking_in
from rfl.intake.models import ImportChunk, ImportKind, ImportRun, ImportState
from rfl.intake.tidying import write_bad_rows
from rfl.linking.models import Link
from rfl.persons.models import Consent, Registration
from rfl.persons.rules import ConsentDecision, Purpose
from tests.intake.kobo import export, row

PEOPLE = ImportKind.REGISTRATIONS


@pytest.fixture
def lamin(world):
    return world.colleague(Role.OFFICER, society="GM")


def _import(world, actor, data, kind=PEOPLE):
    with world.begin() as session:
        run_id = service.start(session, actor, kind, data).id
    taking_in.run_import(world.begin, actor, run_id)
    with world.begin() as session:
        return session.get_one(ImportRun, run_id)


def _chunks(session):
    return session.scalar(select(func.count()).select_from(ImportChunk))


def _count(world, model):
    with world.begin() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_good_rows_go_in_and_bad_ones_are_told_with_row_column_and_reason(world, lamin):
    rows = [row(1), row(2, name=""), row(3, person__birth_date="yesterday"), row(4)]

    run = _import(world, lamin, export(rows))

    assert (run.added, run.bad, run.state) == (2, 2, ImportState.DONE)
    with world.begin() as session:
        bad = service.bad_rows(session, lamin, run.id)
    assert [(number, one.column) for number, one in bad] == [
        (2, "person/full_name"),
        (3, "person/birth_date"),
    ]
    assert all(one.reason for _number, one in bad)


def test_the_same_file_again_adds_nothing(world, lamin):
    data = export([row(number) for number in range(1, 6)])
    _import(world, lamin, data)

    again = _import(world, lamin, data)

    assert (again.added, again.known) == (0, 5)
    assert _count(world, Registration) == 5


def test_mended_rows_go_in_and_nothing_twice(world, lamin):
    _import(world, lamin, export([row(1), row(2, name="")]))

    again = _import(world, lamin, export([row(1), row(2, name="Lamin Ceesay")]))

    assert (again.added, again.known) == (1, 1)


def test_an_import_that_was_killed_goes_on_where_it_was(world, lamin, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 10)
    data = export([row(number) for number in range(1, 36)])
    with world.begin() as session:
        run_id = service.start(session, lamin, PEOPLE, data).id

    def die(_session, done, _total):
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taking_in.run_import(world.begin, lamin, run_id, die)
    with world.begin() as session:
        assert session.get_one(ImportRun, run_id).rows_done == 10
        assert _chunks(session) == 3  # what was taken in does not rest here any more
        assert service.start(session, lamin, PEOPLE, data).id == run_id
    taking_in.run_import(world.begin, lamin, run_id)

    assert _count(world, Registration) == 35


def test_only_a_yes_is_shared(world, lamin):
    _import(
        world,
        lamin,
        export([row(1), row(2, consent__share_partners="no"), row(3, consent__share_partners="")]),
    )

    with world.begin() as session:
        query = select(Consent.decision).where(Consent.purpose == Purpose.SHARE_SOCIETY)
        decisions = sorted(session.scalars(query))
    assert decisions == sorted([ConsentDecision.GIVEN, *[ConsentDecision.REFUSED] * 2])


def test_the_file_does_not_stay_when_the_import_is_done(world, lamin):
    _import(world, lamin, export([row(1)]))

    assert _count(world, ImportChunk) == 0


def test_rows_to_mend_can_be_taken_in_again(world, lamin):
    run = _import(world, lamin, export([row(1, name="")]))
    with world.begin() as session:
        bad = service.bad_rows(session, lamin, run.id)
        headers = service.headers_of(session, lamin, run.id)
    out = io.StringIO()
    write_bad_rows(csv.writer(out), headers, bad)
    mended = out.getvalue().replace("2026-10-03,,", "2026-10-03,Momodou Jallow,", 1)

    again = _import(world, lamin, mended.encode())

    assert again.added == 1


def test_requests_come_in_submitted_and_are_searched(world, lamin):
    _import(world, lamin, export([row(1)]))
    awa = world.colleague(Role.OFFICER, society="SN")
    headers = "request_id,enquirer_name,relation,sought_name,sex,age,age_stated_on,origin_country"
    data = f"{headers}\nR-1,Aïssatou Baldé,son,Mamadou Diallo,m,24,2026-09-21,Senegal\n"

    run = _import(world, awa, data.encode(), ImportKind.REQUESTS)

    assert run.added == 1
    assert _count(world, Link) == 1


def test_a_volunteer_does_not_take_in_lists(world):
    volunteer = world.colleague(Role.VOLUNTEER, society="GM")

    with world.begin() as session, pytest.raises(DeniedError):
        service.start(session, volunteer, PEOPLE, export([row(1)]))
