"""Events written down for tests of other rooms."""

from uuid import UUID

from rfl import clock
from rfl.access.rules import Actor
from rfl.incidents import service
from rfl.incidents.document import IncidentDocument
from rfl.incidents.rules import IncidentKind
from rfl.incidents.service import Event
from rfl.societies.rules import Route
from tests.tracing.world import World


def wreck_of(world: World, officer: Actor) -> UUID:
    """Return the id of a lost boat that an officer wrote down."""
    event = Event(IncidentKind.SHIPWRECK, Route.ATLANTIC, IncidentDocument("Boat", clock.today()))
    with world.begin() as session:
        return service.open_incident(session, officer, event).id
