"""How a case ends for each who is sought in it: rules."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from rfl.errors import RuleBrokenError
from rfl.persons.document import decode, encode
from rfl.tracing.cases import Entry
from rfl.tracing.closing import Known, completed, known_of
from rfl.tracing.deaths import Death
from rfl.tracing.delivery_rules import Establishes
from rfl.tracing.document import ActionDocument, DeathSource, Ending, Outcome, PastEnd
from rfl.tracing.models import CaseAction
from rfl.tracing.outcomes import LEADS, ending_of, is_answered
from rfl.tracing.rules import Fate, OutcomeReason, Whereabouts

SAMBA, DEMBA = uuid4(), uuid4()
BOTH = SAMBA, DEMBA
ALIVE = Fate.ALIVE, Whereabouts.KNOWN, OutcomeReason.CONTACT_RESTORED
LOST = Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED
DEAD = Fate.DEAD, Whereabouts.KNOWN, OutcomeReason.DEATH_CONFIRMED
ENTRY = Entry(CaseAction(), ActionDocument())
PAPER = DeathSource(Establishes.HOSPITAL, "Hôpital de Mbour", "No 12", "His papers.")
WRITTEN = Death(DEMBA, ENTRY, PAPER)
AGREED = Death(DEMBA, ENTRY, PAPER, agreed=ENTRY)
TOLD = Death(DEMBA, ENTRY, PAPER, agreed=ENTRY, told=ENTRY)


def family(samba, demba):
    fate, whereabouts, reason = samba
    return Outcome(fate, whereabouts, reason, each=(Ending(DEMBA, *demba), Ending(SAMBA, *samba)))


def test_each_has_an_ending_of_their_own_and_the_case_is_told_by_the_one_that_leads():
    whole, ends = completed(family(LOST, ALIVE), BOTH, {})
    assert ends == (Ending(SAMBA, *LOST), Ending(DEMBA, *ALIVE)) == whole.each
    assert (whole.fate, whole.whereabouts, whole.reason) == ALIVE
    whole, ends = completed(family(LOST, DEAD), BOTH, {DEMBA: TOLD})
    assert ends[1].authority == whole.authority == PAPER.authority
    assert [is_answered(one) for one in ends] == [False, True]
    whole, ends = completed(Outcome(*ALIVE), (SAMBA,), {})
    assert (whole.each, ends) == ((), (Ending(SAMBA, *ALIVE),))
    assert len(completed(Outcome(*LOST), BOTH, {})[0].each) == 2  # said of everybody at once
    assert set(LEADS) == set(OutcomeReason)


def test_a_death_of_one_is_not_the_death_of_the_other():
    one = Ending(SAMBA, *ALIVE)
    left_out = Outcome(one.fate, one.whereabouts, one.reason, each=(one,))
    twice = Outcome(one.fate, one.whereabouts, one.reason, each=(one, one))
    wrong: tuple[tuple[Outcome, dict[UUID, Death], str], ...] = (
        (family(DEAD, DEAD), {DEMBA: TOLD}, "Person 1: A death needs an authority’s source"),
        (family(ALIVE, DEAD), {DEMBA: AGREED}, "Person 2: The family was not told"),
        (family(ALIVE, DEAD), {DEMBA: WRITTEN}, "Person 2: A death needs"),
        (family(ALIVE, (*LOST[:2], ALIVE[2])), {}, "Person 2: .* does not go with the fate"),
        (left_out, {}, "Say of everybody"),
        (twice, {}, "Say of everybody"),
    )
    for outcome, known, why in wrong:
        with pytest.raises(RuleBrokenError, match=why):
            completed(outcome, BOTH, known)
    with pytest.raises(RuleBrokenError, match=r"^A death needs"):
        completed(Outcome(*DEAD), (SAMBA,), {})


def test_the_form_begins_with_what_two_of_us_stand_for():
    dead = Known(Fate.DEAD, OutcomeReason.DEATH_CONFIRMED, PAPER.authority)
    assert known_of(TOLD, is_found=True) == dead
    assert known_of(AGREED, is_found=False) == Known(Fate.DEAD, None, PAPER.authority)
    assert known_of(WRITTEN, is_found=True) == known_of(None, is_found=True) == Known(Fate.ALIVE)
    assert known_of(None, is_found=False) == Known()


def test_what_was_written_before_people_were_told_apart_holds_for_everybody():
    outcome = b'{"fate":"alive","whereabouts":"known","reason":"reunited"}'
    old = b'{"outcome":%s,"until":"2026-11-01"}' % outcome
    past = decode(old, PastEnd)
    assert past.until == date(2026, 11, 1)
    together = Ending(DEMBA, Fate.ALIVE, Whereabouts.KNOWN, OutcomeReason.REUNITED)
    assert ending_of(past.outcome, DEMBA) == together
    assert encode(past) == old
    whole = completed(family(LOST, ALIVE), BOTH, {})[0]
    assert ending_of(whole, DEMBA) == Ending(DEMBA, *ALIVE)
    assert ending_of(whole, uuid4()) is None  # added after the case ended
