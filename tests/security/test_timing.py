"""What time tells: as many statements, and as much work, whatever the secret is."""

from contextlib import contextmanager
from statistics import median
from time import process_time
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from rfl.access import entering
from rfl.access.rules import Role, Sensitivity
from rfl.exchange import answering
from rfl.tracing.models import TracingRequest
from tests.access.conftest import real_cost
from tests.access.doors import PASSPHRASE, account
from tests.exchange.gate import NOTHING, gate_of
from tests.exchange.test_refusal import CHANGING, _two_asks
from tests.messages.post import Post

__all__ = ["real_cost"]


@contextmanager
def counted(world):
    """Yield a list that fills with the statements sent to the main database."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    engine = world.installation.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_refusal_costs_the_asking_society_as_many_statements_as_a_search(world, site):
    gate = gate_of(world)
    refused, searching = _two_asks(gate)
    gate.identified(refused)
    gate.decided(refused, NOTHING)
    with world.begin() as session:
        answering.accept(session, gate.lamin, searching)
    browser = site.as_(gate.awa)
    browser.get(f"/exchange/{searching}")
    said = []
    for ask_id in (refused, searching):
        with counted(world) as sent:
            browser.get(f"/exchange/{ask_id}")
        said.append(sent)

    assert said[0] == said[1]
    assert len(said[0]) > 3


PAGES = (
    *("requests", "links", "exchange", "registrations", "persons"),
    *("messages", "deliveries"),
)


@pytest.mark.parametrize("page", PAGES)
def test_a_record_that_one_may_not_know_is_refused_as_one_that_is_not_there(world, site, page):
    """The same page and the same headers, but for the number to quote."""
    gate = gate_of(world)
    ask_id = gate.sent()
    post = Post(world, gate.awa, gate.ousmane, gate.lamin, gate.haddy)
    post.dispatched(post.screened(post.collected(to_society="SN")))
    ids = {"exchange": ask_id}
    with world.begin() as session:
        for table, name in (
            ("family_message", "messages"),
            ("message_delivery", "deliveries"),
            ("tracing_request", "requests"),
            ("link", "links"),
            ("registration", "registrations"),
            ("person", "persons"),
        ):
            rows = sa.table(table, sa.column("id", sa.Uuid), sa.column("sensitivity"))
            ids[name] = session.scalars(sa.select(rows.c.id)).first()
            session.execute(sa.update(rows).values(sensitivity=Sensitivity.SEALED.value))
        asks = sa.table("confirmation_request", sa.column("sensitivity"))
        session.execute(sa.update(asks).values(sensitivity=Sensitivity.SEALED.value))
        assert session.scalars(sa.select(TracingRequest.sensitivity)).first() == "sealed"
    browser = site.as_(world.colleague(Role.SUPERVISOR))
    browser.get("/sessions")  # the first page of all sets the cookie
    pages = []
    for record_id in (ids[page], uuid4()):
        answer = browser.get(f"/{page}/{record_id}", 404)
        number = answer.text.split('class="case-no">')[-1][:12]
        text = CHANGING.sub("", answer.text).replace(number, "")
        pages.append((text, sorted(answer.headers.keys())))

    assert pages[0] == pages[1]


@pytest.mark.usefixtures("real_cost")
def test_signing_in_costs_as_much_for_an_account_that_is_not_there(world):
    """Processor time of the passphrase check; what differs is far below what a network hides."""
    account(world, email="known@sn.example")
    assert entering.enter(world.begin, "warm@sn.example", PASSPHRASE) is None

    def cost(email: str) -> float:
        times = []
        for _ in range(5):
            start = process_time()
            assert entering.enter(world.begin, email, "wrong words altogether") is None
            times.append(process_time() - start)
        return median(times)

    known, unknown = cost("known@sn.example"), cost("nobody@sn.example")

    assert 0.6 < known / unknown < 1.6
