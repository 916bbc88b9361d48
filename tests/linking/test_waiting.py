"""Long lists are compared by a worker: once, however many batches asked for it."""

from sqlalchemy import select

from rfl import clock
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.linking import match
from rfl.persons import registering
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Purpose, RegistrationKind
from tests.tracing.world import person

CONSENTS = (NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY))


def register_batch(gate, name):
    """Register one of that name and others, so many that a worker compares them."""
    names = [name, *(f"Binta Camara {number}" for number in range(match.INLINE))]
    news = [
        NewRegistration(
            RegistrationKind.WANTS_FAMILY_TO_KNOW,
            clock.today(),
            person(one, age=24),
            consents=CONSENTS,
        )
        for one in names
    ]
    with gate.world.begin() as session:
        return registering.register_many(session, gate.lamin, news)[0].id


def waiting(gate):
    with gate.world.begin() as session:
        query = select(Job).where(Job.kind == match.COMPARE_JOB, Job.state == JobState.WAITING)
        return [job.id for job in session.scalars(query.order_by(Job.asked_at))]


def found(gate, request_id):
    return {link.registration_id for link in gate.links(request_id)}


def test_one_pass_serves_every_batch_that_waits(gate):
    request_id = gate.request()
    first, second = (register_batch(gate, "Momodou Jallow") for _ in range(2))
    asked = waiting(gate)
    assert len(asked) == 2
    assert found(gate, request_id) == set()

    jobs.run(gate.world.begin, asked[-1])

    assert waiting(gate) == []
    assert found(gate, request_id) >= {first, second}
    with gate.world.begin() as session:
        assert {session.get_one(Job, one).state for one in asked} == {JobState.DONE}


def test_what_waits_can_be_done_at_once_and_tells_how_far_it_is(gate):
    request_id = gate.request()
    registered = register_batch(gate, "Momodou Jallow")
    told: list[object] = []

    match.compare_waiting(gate.world.begin, lambda done, total: told.append((done, total)))
    match.compare_waiting(gate.world.begin, lambda *_: told.append("again"))

    assert found(gate, request_id) >= {registered}
    assert told == [(1, 1)]
    assert waiting(gate) == []
