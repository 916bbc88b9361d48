"""A message from one family to another, over a border and back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rfl import clock
from rfl.access.rules import Permission, Role, Sensitivity, visible
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.messages import calling, delivering, queries, reading, sending
from rfl.messages.calling import NewService
from rfl.messages.calls import ServiceKind
from rfl.messages.document import MessageDocument, Party, Screening
from rfl.messages.queries import MessageFilter
from rfl.messages.records import view_of
from rfl.messages.rules import Breach, Leave, MessageKind, MessageState, Phrase, Undeliverable
from rfl.messages.sending import Changed, NewMessage, Relative
from rfl.persons.rules import RelationKind
from tests.messages.post import LETTER, TEXT, WENT, reached

S = MessageState


def test_a_message_arrives_and_its_answer_comes_back(post):
    message_id, delivery_id = post.dispatched()
    post.tried(delivery_id)
    post.handed(delivery_id)
    reply_id = post.answered(delivery_id)

    assert post.page(message_id).view is S.DELIVERED
    assert not post.page(message_id).replies
    with post.world.begin() as session:
        sending.screen(session, post.haddy, reply_id, Screening(), is_read=True)
        back = sending.dispatch(session, post.lamin, reply_id).id

    assert [one.id for one in post.page(message_id).replies] == [back]
    answer = post.bringing(back, post.awa)
    assert answer.handed.text == "I am well, mother."
    assert answer.origin is not None
    assert answer.origin.id == message_id
    assert answer.handed.addressee.name == "Aïssatou Baldé"


def test_neither_side_hears_of_the_others_address(post):
    _message_id, delivery_id = post.dispatched()
    post.handed(delivery_id)
    handed = repr(post.bringing(delivery_id).handed)
    assert "Kolda" not in handed
    assert "+221" not in handed

    reply_id = post.answered(delivery_id)
    with post.world.begin() as session:
        sending.screen(session, post.haddy, reply_id, Screening(), is_read=True)
        back = sending.dispatch(session, post.lamin, reply_id).id

    seen = repr(post.bringing(back, post.awa).handed)
    for place in ("harbour", "tailors", "Banjul"):
        assert place not in seen


def test_a_message_is_read_by_somebody_else_and_goes_back_with_a_reason(post):
    message_id = post.collected()
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="other than"):
        sending.screen(session, post.awa, message_id, Screening(), is_read=True)
    with post.world.begin() as session:
        found = Screening((Breach.MILITARY,), words="the name of the camp")
        sending.send_back(session, post.ousmane, message_id, found)
    assert post.page(message_id).document.screening == found

    changed = Changed(LETTER.document, "GM")
    with post.world.begin() as session:
        sending.change(session, post.awa, message_id, changed)
    assert post.page(message_id).view is S.COLLECTED
    post.screened(message_id)
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="not possible"):
        sending.change(session, post.awa, message_id, changed)


def test_whoever_changed_it_last_does_not_screen_it(post):
    message_id = post.collected()
    with post.world.begin() as session:
        sending.change(session, post.ousmane, message_id, Changed(LETTER.document, "GM"))
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="other than"):
        sending.screen(session, post.ousmane, message_id, Screening(), is_read=True)


def test_nothing_is_sent_off_unread_or_twice(post):
    message_id = post.collected()
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="not possible"):
        sending.dispatch(session, post.awa, message_id)
    post.dispatched(post.screened(message_id))
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="not possible"):
        sending.dispatch(session, post.awa, message_id)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_agreed": False}, "tick that they agree"),
        ({"document": MessageDocument(sender=Party("A"), text="x")}, "names of the sender"),
        ({"kind": MessageKind.SCAN}, "picture of the paper"),
        ({"kind": MessageKind.SAFE_AND_WELL}, "one phrase"),
        ({"site_id": uuid4()}, "your society’s sites"),
    ],
)
def test_what_is_no_message_is_not_kept(post, changes, sentence):
    with pytest.raises(RuleBrokenError, match=sentence):
        post.collected(**changes)


def test_safe_and_well_goes_to_each_relative_unread_and_once(post):
    new = NewMessage(
        kind=MessageKind.SAFE_AND_WELL,
        document=MessageDocument(sender=Party("Ibrahima Sow"), phrases=(Phrase.ALIVE, Phrase.WELL)),
        to_society="GM",
        is_agreed=True,
        once=uuid4(),
    )
    relatives = [
        Relative(Party("Fatou Sow"), relation=RelationKind.MOTHER),
        Relative(Party("Modou Sow"), relation=RelationKind.BROTHER),
    ]
    for _press in range(2):
        with post.world.begin() as session:
            sending.collect_many(session, post.awa, new, relatives)
    with post.world.begin() as session:
        found = reading.list_messages(session, post.awa, MessageFilter(), limit=9, offset=0)
    assert sorted(one.document.addressee.name for one in found.rows) == ["Fatou Sow", "Modou Sow"]
    assert [one.row.state for one in found.rows] == [S.SCREENED, S.SCREENED]
    _id, delivery_id = post.dispatched(found.rows[0].row.id)
    assert post.bringing(delivery_id).handed.phrases == (Phrase.ALIVE, Phrase.WELL)


def test_a_paper_that_cannot_be_used_is_told_at_once_and_given_back(post):
    message_id, delivery_id = post.dispatched()
    with post.world.begin() as session:
        reason = Undeliverable.ADDRESS_TOO_LITTLE
        delivering.give_up(session, post.lamin, delivery_id, reason)
    assert post.page(message_id).view is S.UNDELIVERABLE

    with post.world.begin() as session:
        sending.tell(session, post.awa, message_id, "by telephone")
    page = post.page(message_id)
    assert (page.view, page.document.told) == (S.RETURNED, "by telephone")


def test_there_is_nothing_to_tell_while_it_is_on_its_way(post):
    message_id, _delivery_id = post.dispatched()
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="not possible"):
        sending.tell(session, post.awa, message_id, "by telephone")


def test_what_arrives_after_its_time_is_told_all_the_same(post):
    message_id, delivery_id = post.dispatched()
    post.shift(message_id, tries_until=clock.now() - timedelta(days=1))
    with post.world.begin() as session:
        sending.tell(session, post.awa, message_id, "by telephone")
    assert post.page(message_id).view is S.RETURNED

    post.handed(delivery_id)

    assert post.page(message_id).view is S.DELIVERED
    assert post.row(message_id).told_at is None


def test_the_list_counts_and_filters_by_what_the_society_sees(post):
    """`queries.view_at` says the same as `rules.sender_view`."""
    plain, written = post.collected(), post.screened()
    arrived, delivery_id = post.dispatched()
    post.handed(delivery_id)
    over, _ = post.dispatched()
    post.shift(over, tries_until=clock.now())
    on_its_way, _ = post.dispatched()
    expected = {
        plain: S.COLLECTED,
        written: S.SCREENED,
        arrived: S.DELIVERED,
        over: S.UNDELIVERABLE,
        on_its_way: S.DISPATCHED,
    }

    with post.world.begin() as session:
        for state in S:
            found = reading.list_messages(
                session, post.awa, MessageFilter(state), limit=9, offset=0
            )
            wanted = {one for one, view in expected.items() if view is state}
            assert {one.row.id for one in found.rows} == wanted
            assert all(view_of(one.row) is state for one in found.rows)
            assert found.counts.get(state, 0) == len(wanted)


def test_a_society_that_has_no_part_in_it_finds_nothing(post):
    message_id, delivery_id = post.dispatched()
    stranger = post.world.colleague(Role.SUPERVISOR, society="ES")
    for actor, wrong_id in ((post.lamin, message_id), (stranger, message_id)):
        with post.world.begin() as session, pytest.raises(NotFoundError):
            reading.read(session, actor, wrong_id)
    for actor in (post.awa, post.ousmane, stranger):
        with post.world.begin() as session, pytest.raises(NotFoundError):
            reading.read_delivery(session, actor, delivery_id)


def test_a_partner_brings_and_takes_the_answer_down_but_screens_nothing(post):
    amra = post.world.colleague(Role.PARTNER, society="GM")
    _message_id, delivery_id = post.dispatched()
    with post.world.begin() as session:
        delivering.attempt(session, amra, delivery_id, WENT)
        delivering.hand_over(session, amra, delivery_id, reached())
        reply = delivering.take_reply(session, amra, delivery_id, delivering.Reply("All well."))
        reply_id = reply.id
    assert post.page(reply_id, amra).document.text == "All well."
    with post.world.begin() as session, pytest.raises(DeniedError):
        sending.screen(session, amra, reply_id, Screening(), is_read=True)


def test_a_volunteer_sees_what_they_wrote_down_for_72_hours(post):
    cheikh = post.world.colleague(Role.VOLUNTEER, society="SN")
    post.collected()
    with post.world.begin() as session:
        own = sending.collect(session, cheikh, LETTER).id
        found = reading.list_messages(session, cheikh, MessageFilter(), limit=9, offset=0)
        assert [one.row.id for one in found.rows] == [own]
    post.shift(own, created_at=clock.now() - timedelta(hours=73))
    with post.world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, cheikh, own)


def test_a_message_to_a_child_is_held_closely_and_handed_to_one_colleague(post):
    message_id = post.collected(is_to_child=True)
    assert post.row(message_id).sensitivity is Sensitivity.RESTRICTED
    post.screened(message_id)
    _id, delivery_id = post.dispatched(message_id)
    with post.world.begin() as session, pytest.raises(NotFoundError):
        reading.read_delivery(session, post.lamin, delivery_id)

    with post.world.begin() as session:
        delivering.assign(session, post.haddy, delivery_id, post.lamin.user_id)
    with pytest.raises(RuleBrokenError, match="guardian"):
        post.handed(delivery_id)
    post.handed(delivery_id, reached(guardian="her aunt"))
    assert post.page(message_id).view is S.DELIVERED


def test_only_a_colleague_who_delivers_can_be_handed_one(post):
    _id, delivery_id = post.dispatched()
    with post.world.begin() as session, pytest.raises(RuleBrokenError, match="delivers messages"):
        delivering.assign(session, post.haddy, delivery_id, post.awa.user_id)


def test_a_day_that_lies_ahead_is_refused(post):
    _id, delivery_id = post.dispatched()
    with pytest.raises(RuleBrokenError, match="future"):
        post.handed(delivery_id, reached(day=clock.today() + timedelta(days=2)))


def test_calls_are_counted_without_names(post):
    with post.world.begin() as session:
        for minutes in (3, 9):
            new = NewService(ServiceKind.CALL, clock.today(), minutes, relation=RelationKind.MOTHER)
            calling.log_service(session, post.awa, new)
        calling.log_service(session, post.awa, NewService(ServiceKind.SIM, clock.today(), 5))
        rows, totals = calling.recent(session, post.ousmane)
        assert (totals.calls, totals.minutes, totals.others) == (2, 12, 1)
        assert len(rows) == 3
        others, none = calling.recent(session, post.lamin)
        assert (list(others), none.calls) == ([], 0)
        with pytest.raises(RuleBrokenError, match="future"):
            calling.log_service(
                session,
                post.awa,
                NewService(ServiceKind.CALL, clock.today() + timedelta(days=2), 3),
            )


def test_each_act_is_in_the_trail_of_its_own_society(post):
    message_id, delivery_id = post.dispatched()
    post.handed(delivery_id, reached(Leave.NOTHING))

    assert post.world.trail(message_id, "SN") == [
        "message:collected",
        "message:screened",
        "message:dispatched",
    ]
    assert post.world.trail(delivery_id, "GM") == ["delivery:opened", "delivery:made"]
    assert post.world.trail(delivery_id, "SN") == []

    post.handed(delivery_id)
    assert post.world.trail(message_id, "SN")[-1] == "message:reported"


def test_the_text_is_read_only_through_the_trail(post):
    message_id = post.collected()
    assert post.page(message_id).document.text == TEXT
    assert post.world.trail(message_id, "SN")[-1] == "message:opened"
    with post.world.begin() as session:
        assert TEXT.encode() not in b"".join(
            row.sealed for row in queries.messages_within(session, _everything(post))
        )


def _everything(post):
    return visible(post.awa, Permission.MESSAGE_LIST, clock.now())
