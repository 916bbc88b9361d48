"""Whoever asks is found by the search box of their own society: by name and number."""

import msgspec
import pytest
from sqlalchemy import delete, func, select

from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import SYSTEM
from rfl.jobs import service as jobs
from rfl.linking import finding, lexicon, reindexing, rekeying, state
from rfl.linking.models import EnquirerPosting, IndexedEnquirer
from rfl.linking.reindexing import REINDEX_JOB
from rfl.persons.models import Person
from rfl.tracing import changing
from rfl.tracing.models import TracingRequest
from tests.tracing.web import words_of
from tests.tracing.world import COMPLETE, person, son

NUMBER = "+221 77 123 45 67"
RARE = "Quotzimba"
"""Borne by nobody who is sought or registered: the matcher has never heard it."""


def asking(name="Fatou Diallo", number=NUMBER):
    return msgspec.structs.replace(person(name), telephones=(number,) if number else ())


@pytest.fixture
def case(gate):
    """Return the case of a mother who misses two sons; a namesake of hers is registered."""
    gate.register("Fatou Diallo")
    sought = (son("Samba Ba"), son("Demba Ba"))
    return gate.world.case(gate.awa, COMPLETE, enquirer=asking(), sought=sought)


@pytest.fixture
def told(gate):
    """Return a search as those who ask, with whom they miss."""

    def search(text, who=None):
        with gate.world.begin() as session:
            hits = finding.search(session, who or gate.awa, text).hits
        return [(one.opened.person.display_name, list(one.case.missed)) for one in hits if one.case]

    return search


def count(gate, table):
    with gate.world.begin() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_whoever_asks_is_found_by_name_and_number_in_their_own_society(gate, case, told):
    found = [("Fatou Diallo", ["Samba Ba", "Demba Ba"])]
    for text in ("Fatou Diallo", "diallo", "فاتو ديالو", "Fatu Jallow", "77 123 45 67"):
        assert told(text) == found, text
        assert told(text, gate.lamin) == [], text  # they are of another society
    assert told("77 123 45 68") == []
    assert gate.links(case) == []  # who bears the enquirer's name is not whom she seeks

    with gate.world.begin() as session:
        changing.change_enquirer(session, gate.awa, case, asking(f"Fatou {RARE}", ""))
    assert told("Diallo") == told("77 123 45 67") == []
    assert told(RARE) == told("Kwotsimba") == [(f"Fatou {RARE}", ["Samba Ba", "Demba Ba"])]
    with gate.world.begin() as session:
        assert lexicon.known(session, {RARE.lower()}) == {}


def test_who_may_not_read_the_case_is_not_told_who_asks(gate, case, told):
    other = gate.world.colleague(Role.OFFICER)
    assert len(told("Fatou Diallo", other)) == 1
    gate.world.set(case, sensitivity=Sensitivity.RESTRICTED)
    assert told("Fatou Diallo", other) == told("77 123 45 67", other) == []
    assert len(told("Fatou Diallo")) == 1
    gate.world.set(case, sensitivity=Sensitivity.SEALED)
    assert told("Fatou Diallo") == told("77 123 45 67") == []
    gate.world.set(case, sensitivity=Sensitivity.NORMAL)
    with gate.world.begin() as session:
        enquirer = session.get_one(TracingRequest, case).enquirer_id
        session.get_one(Person, enquirer).sensitivity = Sensitivity.SEALED
    assert told("Fatou Diallo") == told("77 123 45 67") == []


def test_who_asks_rests_under_the_newest_key_and_is_indexed_anew(gate, case, told):
    found = told("Fatou Diallo")
    lists = count(gate, EnquirerPosting)
    with gate.world.begin() as session:
        job = rekeying.ask(session)
    jobs.run(gate.world.begin, job)
    assert told("Fatou Diallo") == told(NUMBER) == found
    with gate.world.begin() as session:
        assert set(session.scalars(select(IndexedEnquirer.key))) == {2}
        assert state.seen(session).keys == (2,)
        for table in (EnquirerPosting, IndexedEnquirer):  # as a case of before the index had them
            session.execute(delete(table))
    assert told("Fatou Diallo") == []

    with gate.world.begin() as session:
        assert len(reindexing.ask_if_outdated(session, SYSTEM)) == reindexing.PARTS
    list(reindexing.work_here(gate.world.begin, REINDEX_JOB))

    assert told("Fatou Diallo") == told(NUMBER) == found
    assert count(gate, EnquirerPosting) == lists
    with gate.world.begin() as session:
        assert reindexing.count_outdated(session) == 0


def test_the_page_tells_who_asks_from_who_is_sought(site, gate):
    case = gate.world.case(gate.awa, COMPLETE, enquirer=asking())
    page = site.as_(gate.awa).post("/search", {"q": "Fatou Diallo"}, 200)
    assert f'href="/requests/{case}"' in page.text
    number = gate.world.row(case).number
    assert f"asks Looks for Mamadou Diallo Case {number}: Draft" in words_of(page)
