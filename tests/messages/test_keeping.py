"""Messages go when a person, a case or their time goes; and the person is given what they wrote."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.audit.rules import SYSTEM
from rfl.erasure import lapsing
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import NotFoundError
from rfl.jobs.service import Work
from rfl.messages import delivering, sending
from rfl.messages.document import Party
from rfl.messages.models import MessageDelivery, MessagePage
from rfl.messages.rules import Leave, MessageKind, MessageState
from rfl.persons.models import Registration
from rfl.protection import deciding
from rfl.protection.rules import RecordKind as RightsKind
from rfl.protection.rules import Right
from tests.erasure.erasing import Desk, all_that_opens
from tests.messages.post import LETTER, photograph, reached
from tests.protection.desk import desk_of

CANARY = b"Zebulonzinho"


@pytest.fixture
def desk(post) -> Desk:
    return Desk(
        post,
        post.world.colleague(Role.DPO, society="SN"),
        post.world.colleague(Role.DPO, society="GM"),
    )


def _with_canary(**changes):
    return {"document": msgspec.structs.replace(LETTER.document, **changes)}


def test_an_erased_senders_message_is_read_by_nobody_here_or_where_it_was_sent(post, desk):
    registration_id = post.register()
    person_id = desk.person_of(registration_id)
    lamin, awa = post.awa, post.lamin
    post.awa, post.ousmane, post.lamin, post.haddy = awa, post.haddy, lamin, post.ousmane
    new = post.collected(
        person_id=person_id, to_society="SN", pages=(photograph(),),
        kind=MessageKind.SCAN, **_with_canary(text="From Zebulonzinho"),
    )  # fmt: skip
    message_id, delivery_id = post.dispatched(post.screened(new))
    post.handed(delivery_id, reached(words="met Zebulonzinho’s aunt"))
    assert all_that_opens(post.world).count(CANARY) == 3

    record = Record(RecordKind.PERSON, person_id)
    desk.erased(record, post.ousmane, desk.banjul)

    assert CANARY not in all_that_opens(post.world)
    for actor, read in ((awa, post.page), (lamin, post.bringing)):
        with pytest.raises(NotFoundError):
            read(message_id if read == post.page else delivery_id, actor)
    with post.world.begin() as session:
        assert session.query(MessagePage).count() == 0


def test_an_erased_addressees_delivery_goes_and_the_sender_keeps_the_message(post, desk):
    registration_id = post.register()
    with post.world.begin() as session:
        number = session.get_one(Registration, registration_id).number
    message_id, delivery_id = post.dispatched()
    with post.world.begin() as session:
        delivering.tie_person(session, post.lamin, delivery_id, number)
    post.handed(delivery_id, reached(Leave.NOTHING, where="Zebulonzinho street"))
    before = post.row(message_id).changed_at

    desk.erased_person(registration_id)

    assert CANARY not in all_that_opens(post.world)
    page = post.page(message_id)
    assert (page.view, page.row.changed_at) == (MessageState.DISPATCHED, before)
    assert page.document.text == LETTER.document.text


def test_who_is_erased_second_finds_the_shared_keys_gone_already(post, desk):
    request_id = post.request()
    message_id, delivery_id = post.dispatched(post.screened(post.collected(request_id=request_id)))
    registration_id = post.register()
    with post.world.begin() as session:
        number = session.get_one(Registration, registration_id).number
        delivering.tie_person(session, post.lamin, delivery_id, number)
    desk.erased_person(registration_id)
    desk.erased_case(request_id)
    assert post.row(message_id).erased_at is not None


def _lapse(post, society):
    return lapsing.lapse_job(Work(uuid4(), SYSTEM, society, {}, post.world.begin))


def test_a_message_of_no_case_is_emptied_by_rule_a_year_after_its_last_act(post):
    old, delivery_id = post.dispatched()
    fresh = post.collected()
    of_case = post.collected(request_id=post.request())
    over = clock.now() - timedelta(days=400)
    for one in (old, of_case):
        post.shift(one, changed_at=over, tries_until=over)

    assert _lapse(post, "SN")["done"] >= 1

    assert post.row(old).erased_at is not None
    assert post.delivery(delivery_id).erased_at is not None
    assert post.row(fresh).erased_at is None
    assert post.row(of_case).erased_at is None
    assert post.world.trail(old, "SN")[-1] == "message:erased"
    assert _lapse(post, "SN")["done"] == 0


def test_what_a_society_brought_is_emptied_though_the_message_is_kept_with_its_case(post):
    message_id, delivery_id = post.dispatched(
        post.screened(post.collected(request_id=post.request()))
    )
    with post.world.begin() as session:
        row = session.get_one(MessageDelivery, delivery_id)
        row.changed_at = row.tries_until = clock.now() - timedelta(days=400)

    assert _lapse(post, "GM")["done"] == 1

    assert post.delivery(delivery_id).erased_at is not None
    assert post.page(message_id).document.text == LETTER.document.text


def test_a_person_is_given_what_they_wrote_and_not_what_others_wrote_to_them(post):
    registration_id = post.register()
    with post.world.begin() as session:
        registration = session.get_one(Registration, registration_id)
        number, person_id = registration.number, registration.person_id
    desk = desk_of(post.world, "GM")
    message_id, delivery_id = post.dispatched()
    with post.world.begin() as session:
        delivering.tie_person(session, post.lamin, delivery_id, number)
    post.handed(delivery_id)
    with post.world.begin() as session:
        new = replace(
            LETTER, person_id=person_id, to_society="SN", **_with_canary(text="I am in Banjul.")
        )
        own = sending.collect(session, post.lamin, new).id
    assert own != message_id

    rights_id = desk.asked(Right.ACCESS, (number, RightsKind.REGISTERED))
    with post.world.begin() as session:
        holding = deciding.preview(session, desk.marta, rights_id).holding
    lines = {(line.what, line.value, line.held_back) for line in holding.lines}
    assert ("What you wrote", "I am in Banjul.", False) in lines
    assert ("To whom you wrote", Party("Mamadou Diallo").name, False) in lines
    assert ("What was written to you", "", True) in lines
    told = [line.words for line in holding.lines if line.what == "Told"]
    assert "that a message reached you" in repr(told)
    assert LETTER.document.text not in repr(holding)
