"""The page of who may what is true, and the rule behind it is the one that was meant."""

from itertools import product

import pytest

from rfl.access.models import NamedReader
from rfl.access.rules import Reach, Role, Sensitivity
from rfl.children.models import ChildFile
from rfl.exchange.models import ConfirmationRequest
from rfl.incidents.models import Incident
from rfl.linking.models import Link
from rfl.persons.models import Person, Registration
from rfl.tracing.models import TracingRequest
from tests.access.sharing import share_with
from tests.children.files import team_of
from tests.exchange.gate import gate_of
from tests.incidents.events import wreck_of
from tests.security.matrix import COMMAND, PAGE, RELATIONS, admits, page

EVERYBODY = set(RELATIONS)
RELATED = {"made it", "owns it", "is named on it", "it is shared with"}
BY_HAND = {
    (Reach.SOCIETY, Sensitivity.NORMAL): EVERYBODY,
    (Reach.SOCIETY, Sensitivity.RESTRICTED): RELATED | {"sees restricted by role"},
    (Reach.SOCIETY, Sensitivity.SEALED): {"is named on it"},
    (Reach.ADDRESSED, Sensitivity.NORMAL): EVERYBODY,
    (Reach.ADDRESSED, Sensitivity.RESTRICTED): RELATED | {"sees restricted by role"},
    (Reach.ADDRESSED, Sensitivity.SEALED): {"is named on it"},
    (Reach.OWN, Sensitivity.NORMAL): {"made it"},
    (Reach.OWN, Sensitivity.RESTRICTED): {"made it"},
    (Reach.OWN, Sensitivity.SEALED): set(),
    **dict.fromkeys(((Reach.EVERYWHERE, one) for one in Sensitivity), EVERYBODY),
}


def test_the_page_of_who_may_what_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == page(), f"run `{COMMAND}` and keep what it writes"


@pytest.mark.parametrize("reach", list(Reach))
@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_who_reaches_a_record_is_what_was_meant(reach, sensitivity):
    found = {relation for relation in RELATIONS if admits(reach, sensitivity, relation)}

    assert found == BY_HAND[reach, sensitivity]


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_no_relation_reaches_a_record_of_another_society(sensitivity):
    for reach in (Reach.SOCIETY, Reach.OWN):
        assert not any(admits(reach, sensitivity, one, "GM") for one in RELATIONS)


@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_what_is_addressed_to_another_society_is_reached_by_no_relation(sensitivity):
    for society in ("SN", "GM"):
        assert not any(
            admits(Reach.ADDRESSED, sensitivity, one, society, to="ES") for one in RELATIONS
        )


MODELS = (TracingRequest, Registration, Person, Link, ConfirmationRequest, ChildFile, Incident)


def test_pages_of_records_open_by_relation_and_sensitivity(world, site):
    """Route × role × relation × sensitivity, through the door; who may is read off by hand."""
    gate = gate_of(world)
    ask_id = gate.sent()
    child_id = team_of(world).opened()
    incident_id = wreck_of(world, gate.awa)
    with world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        found = session.get_one(Registration, ask.registration_id)
        pages = {
            f"/requests/{ask.request_id}": "SN",
            f"/exchange/{ask.id}": "SN",
            f"/inbox/{ask.id}": "GM",
            f"/registrations/{found.id}": "GM",
            f"/persons/{found.person_id}": "GM",
            f"/children/{child_id}": "GM",
            f"/incidents/{incident_id}": "SN",
        }

    wrong = []
    for sensitivity, relation in product(Sensitivity, RELATIONS):
        readers = _related(world, sensitivity, relation)
        knows = relation in BY_HAND[Reach.SOCIETY, sensitivity]
        for code, reader in readers.items():
            client = site.as_(reader).client
            for path, society in pages.items():
                status = client.get(path).status_code
                if status != (200 if knows and code == society else 404):
                    wrong.append((str(sensitivity), relation, path, code, status))
    assert wrong == []


def _related(world, sensitivity, relation):
    """Return newcomers of each society, each of whom every record now knows in one way."""
    role = Role.SUPERVISOR if relation == "sees restricted by role" else Role.OFFICER
    readers = {code: world.colleague(role, society=code) for code in ("SN", "GM", "ES")}
    with world.begin() as session:
        for one in (row for model in MODELS for row in session.query(model)):
            _relate(session, one, readers, sensitivity, relation)
    return readers


BY_ROW = {"is named on it", "it is shared with"}


def _relate(session, one, readers, sensitivity, relation) -> None:
    """Make everybody in `readers` what `relation` says to a record, as far as one can be."""
    one.sensitivity, one.owner_id = sensitivity, None
    mine = readers["GM"] if isinstance(one, Registration | ChildFile) else readers["SN"]
    if isinstance(one, Person):
        mine = readers[one.society_code]
    if isinstance(one, ConfirmationRequest) and relation not in BY_ROW:
        one.created_by = readers["GM"].user_id
        one.owner_id = readers["SN"].user_id
        if relation not in ("made it", "owns it"):
            one.created_by, one.owner_id = mine.user_id, None
            one.created_by = session.get_one(TracingRequest, one.request_id).created_by
        return
    if relation == "made it":
        one.created_by = mine.user_id
    elif relation == "owns it":
        one.owner_id = mine.user_id
    elif relation in BY_ROW:
        for reader in readers.values():
            _by_row(session, one, reader, relation)


def _by_row(session, one, reader, relation) -> None:
    if relation == "it is shared with":
        share_with(session, one.id, reader.user_id)
        return
    session.add(
        NamedReader(
            record_id=one.id,
            user_id=reader.user_id,
            named_by=reader.user_id,
            named_at=one.created_at,
        )
    )
