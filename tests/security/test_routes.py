"""Every page, for every role, in the own and in another society, at each sensitivity."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from rfl.access.guards import PUBLIC
from rfl.access.models import Guarded
from rfl.access.rules import GRANTS, GRAVE, Permission, Reach, Role, Sensitivity
from rfl.children import reviewing
from rfl.children.late import ReviewReason
from rfl.children.models import ChildFile, ChildReview
from rfl.children.rules import ChildState
from rfl.errors import DeniedError
from rfl.exchange.models import ConfirmationRequest
from rfl.incidents.models import Incident
from rfl.linking.models import Link
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.persons.models import Consent, Person, Registration
from rfl.protection import queries
from rfl.protection.models import RightsRequest
from rfl.protection.rules import RecordKind, Right
from rfl.tracing.models import TracingRequest
from rfl.transfers import offering
from rfl.transfers.models import CaseOffer
from rfl.transfers.offering import NewOffer
from tests.children.files import team_of
from tests.exchange.gate import gate_of
from tests.incidents.events import wreck_of
from tests.messages.post import Post
from tests.once import WHOLE
from tests.protection.desk import desk_of

ALLOWED = {200, 302, 303, 400, 422}
"""The door and the record were open; the page then did, or said what was missing."""

GUARDED = (
    TracingRequest,
    Registration,
    Person,
    Link,
    ConfirmationRequest,
    RightsRequest,
    ChildFile,
    FamilyMessage,
    MessageDelivery,
    CaseOffer,
    Incident,
)
WORDS = {"act", "step", "kind", "factor", "side", "place", "to"}
"""Parts of an address that name no record."""

EACH_TIME = {permission for permission, age in GRAVE.items() if not age}

SEES_RESTRICTED = {Role.SUPERVISOR, Role.SAFEGUARDING, Role.DPO}


@pytest.fixture
def scene(world):
    """A case of Senegal; a registration of The Gambia, a link, questions about it and to it."""
    gate = gate_of(world)
    ask_id = gate.sent()
    with world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        registration = session.get_one(Registration, ask.registration_id)
        consent = session.scalars(
            select(Consent).where(Consent.person_id == registration.person_id)
        ).first()
        assert consent is not None
    message_id, delivery_id = _message(world, gate)
    offer_id = _offer(world, gate, ask.request_id)
    incident_id = wreck_of(world, gate.awa)
    desk = desk_of(world, "GM")
    child_id = team_of(world).brought_to(ChildState.RELATIONSHIP_VERIFIED)
    rights_id = desk.asked(Right.ACCESS, (registration.number, RecordKind.REGISTERED))
    with world.begin() as session:
        record = queries.records(session, [rights_id])[0]
        review_id = _child(session, child_id)
        return {
            "rights_id": rights_id,
            "record_id": record.id,
            "request_id": ask.request_id,
            "link_id": ask.link_id,
            "sought_id": ask.sought_id,
            "ask_id": ask.id,
            "registration_id": ask.registration_id,
            "person_id": registration.person_id,
            "consent_id": consent.id,
            "child_id": child_id,
            "kind": "wish",
            "factor": "safety",
            "side": "child",
            "child_review_id": review_id,
            "message_id": message_id,
            "delivery_id": delivery_id,
            "place": 1,
            "to": "GM",
            "offer_id": offer_id,
            "incident_id": incident_id,
        }


def _message(world, gate):
    """Send a message off from Senegal to The Gambia; return its two ids."""
    return Post(world, gate.awa, gate.ousmane, gate.lamin, gate.haddy).dispatched()


def _offer(world, gate, request_id) -> UUID:
    """Offer the case to The Gambia."""
    with world.begin() as session:
        return offering.offer(session, gate.awa, request_id, NewOffer("GM", "Closer")).id


def _child(session, child_id) -> UUID:
    """Have something of a child's file late; return the id of what the focal point is asked."""
    row = session.get_one(ChildFile, child_id)
    reviewing.ask_review(session, row, ReviewReason.STEP_LATE, row.state_since)
    return session.scalars(select(ChildReview.id)).one()


def _protect(world, sensitivity):
    with world.begin() as session:
        for model in GUARDED:
            session.execute(
                update(model).values(sensitivity=sensitivity, created_by=uuid4(), owner_id=uuid4())
            )


def _paths(app, scene):
    """Return (endpoint, method, path, ids) of every guarded page."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        path, ids = rule.rule, []
        for choices, name in re.findall(r"<(?:any\(([^)]*)\):|\w+:)?(\w+)>", rule.rule):
            value = choices.split(",")[0] or scene.get(name)
            if name == "act":
                value = "start"
            path = re.sub(rf"<[^>]*\b{name}>", str(value or UUID(int=7)), path)
            ids.append(name)
        yield rule.endpoint, method, path, ids


def _reaches(role: Role, permission: Permission) -> bool:
    return permission in GRANTS[role]


SOCIETIES = ("GM", "ES", "SN")
"""Senegal's walk comes last: it presses every button of the pages without a record."""

THIRD = {("ES", Sensitivity.RESTRICTED), ("ES", Sensitivity.SEALED)}
"""What is closed at its most open to who has to do with none of it."""

AGAIN = {
    ("GM", Sensitivity.RESTRICTED), ("SN", Sensitivity.RESTRICTED), ("SN", Sensitivity.NORMAL),
}  # fmt: skip
"""What is always walked on the second database, where its own condition has most to decide; that
both decide alike is proved by tests/access/test_scope.py."""


def test_every_page_opens_only_to_those_who_may(world, site, scene):
    site.app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    paths = list(_paths(site.app, scene))
    wrong = []
    for society in SOCIETIES:
        clients = {role: site.as_(world.colleague(role, society=society)).client for role in Role}
        for sensitivity in sorted(Sensitivity, key=lambda one: one is Sensitivity.NORMAL):
            if not _is_walked(world, (society, sensitivity)):
                continue
            _protect(world, sensitivity)
            for role, client in clients.items():
                wrong += _walk(site, client, paths, role, society, sensitivity)
    assert wrong == []


def _is_walked(world, whom) -> bool:
    if WHOLE:
        return True
    return whom not in THIRD if world.installation.database.is_sqlite else whom in AGAIN


def _walk(site, client, paths, role, society, sensitivity):
    """Yield each page that answered a reader otherwise than it should.

    Who lacks a permission asks for one page of it whole; at all others the view itself is asked.
    """
    refused: set[Permission] = set()
    for endpoint, method, path, ids in paths:
        permission = site.app.view_functions[endpoint].requires
        whom = (society, sensitivity)
        if not _is_tried(endpoint, method, ids, role, permission, whom):
            continue
        if permission in refused and not WHOLE:
            found, expected = _status_of_view(site, client, endpoint), {403}
        else:
            found = client.open(path, method=method).status_code
            expected = _expected(role, permission, ids, society, sensitivity)
        if permission not in GRANTS[role]:
            refused.add(permission)
        if method == "POST" and permission in EACH_TIME:
            expected = expected | {403}  # the second step is asked for (test_grave_acts)
        if found not in expected:
            yield (*whom, role.value, endpoint, path, found, sorted(expected))


def _is_tried(endpoint, method, ids, role, permission, whom) -> bool:
    if endpoint == "access.leave":
        return False
    if whom != ("SN", Sensitivity.NORMAL) and not _asks_the_record(role, permission, ids):
        return False
    society, sensitivity = whom
    return method != "POST" or not _would_change(ids, society, sensitivity, role)


def _status_of_view(site, client, endpoint) -> int:
    """Return 403 if the view behind an address refuses who is signed in before it looks, or 200."""
    name = site.app.config["SESSION_COOKIE_NAME"]
    cookie = f"{name}={client.get_cookie(name).value}"
    with site.app.test_request_context(headers={"Cookie": cookie}):
        try:
            site.app.view_functions[endpoint]()
        except DeniedError:
            return 403
        except TypeError:  # it let them in, and asks for which record
            return 200
    return 200


def _asks_the_record(role, permission, ids) -> bool:
    """Tell whether whose a record is, and how closely it is held, could change the answer.

    A page without a record, and a role without the permission, are tried once.
    """
    return bool(ids) and permission in GRANTS[role]


def _would_change(ids, society, sensitivity, role) -> bool:
    """Leave out acts that would succeed and so change the scene for the next reader."""
    return (
        bool(ids)
        and sensitivity is not Sensitivity.SEALED
        and society != "ES"
        and role in (Role.OFFICER, Role.SUPERVISOR, Role.PARTNER, Role.DPO, Role.SAFEGUARDING)
    )


def _expected(role, permission, ids, society, sensitivity):
    if permission not in GRANTS[role]:
        return {403}
    named = [name for name in ids if name not in WORDS]
    known = [name for name in named if name in SCENE_NAMES]
    if role is Role.DPO and ids and permission is Permission.CONSENT_WITHDRAW:
        return ALLOWED | {403, 404}  # the record's own page asks for more than the withdrawal
    if not ids:
        return ALLOWED
    if not named or len(known) < len(named):
        return ALLOWED | {404}
    if _within(role, permission, known[0], society, sensitivity):
        return ALLOWED | {404}
    return {404}


SCENE_NAMES = {
    "request_id", "link_id", "sought_id", "ask_id", "registration_id", "person_id", "consent_id",
    "rights_id", "record_id", "child_id", "child_review_id", "message_id", "delivery_id",
    "offer_id", "incident_id",
}  # fmt: skip


def _within(role, permission, name, society, sensitivity):
    """Tell, from the words of docs/SECURITY.md, whether the record may be known."""
    if sensitivity is Sensitivity.SEALED:
        return False
    if sensitivity is Sensitivity.RESTRICTED and role not in SEES_RESTRICTED:
        return False
    reach = GRANTS[role][permission]
    if reach is Reach.ADDRESSED:
        return society == "GM"
    if reach is Reach.OWN:
        return False
    if name in ("registration_id", "person_id", "consent_id", "rights_id", "record_id",
                "child_id", "child_review_id", "delivery_id"):  # fmt: skip
        return society == "GM"
    return society == "SN"


def test_the_record_itself_opens_to_those_who_should(world, site, scene):
    """Read off by hand, not from the table: the pages that the main job needs."""
    pages = {
        ("SN", Role.OFFICER): (200, 200, 200, 404, 200, 404),
        ("SN", Role.SUPERVISOR): (200, 200, 200, 404, 200, 404),
        ("GM", Role.OFFICER): (404, 404, 404, 200, 404, 200),
        ("GM", Role.PARTNER): (403, 403, 403, 200, 404, 200),
        ("SN", Role.VOLUNTEER): (404, 403, 403, 403, 404, 403),
        ("SN", Role.ADMIN): (403,) * 6,
        ("SN", Role.SAFEGUARDING): (403,) * 6,
        ("SN", Role.COORDINATOR): (403,) * 6,
        ("ES", Role.SUPERVISOR): (404,) * 6,
    }
    ids = {"requests": "request_id", "links": "link_id", "exchange": "ask_id", "inbox": "ask_id"}
    ids |= {"messages": "message_id", "deliveries": "delivery_id"}
    for (society, role), statuses in pages.items():
        expected = dict(zip(ids, statuses, strict=True))
        client = site.as_(world.colleague(role, society=society)).client
        found = {
            page: client.get(f"/{page}/{scene[name]}").status_code for page, name in ids.items()
        }
        assert found == expected, (society, role)


def test_nobody_signed_in_is_led_to_the_sign_in_page(site, scene):
    client = site.app.test_client()
    for _endpoint, method, path, _ids in _paths(site.app, scene):
        answer = client.open(path, method=method)
        assert answer.status_code in (303, 400, 403), path
        if answer.status_code == 303:
            assert answer.headers["Location"].startswith("/sign-in")


def test_models_with_protection_are_all_tried_here():
    guarded = {model.__name__ for model in Guarded.__subclasses__()}
    assert {model.__name__ for model in GUARDED} <= guarded
