"""The walk that the README invites to, in a small demonstration with cases in every state."""

import re

import pytest
from sqlalchemy import func, select

from rfl.access.rules import Sensitivity
from rfl.demo.installation import seat_everybody
from rfl.demo.stories import PLAN, play
from rfl.demo.world import Progress, fill
from rfl.persons.models import Person
from rfl.tracing.models import TracingRequest
from tests.tracing.web import words_of

FEW, ENOUGH = 200, 800
ASKED = {
    "consent": "y",
    "share": "all",
    "enquirer_name": "Aïssatou Baldé",
    "relation": "son",
    "channel": "telephone of her sister",
    "person-names-0-parts-0-text": "Mamadou Diallo",
    "person-sex": "male",
    "person-precision": "age",
    "person-age": "24",
    "person-origin_country": "SN",
    "person-origin": "Kolda",
}


def test_who_looks_for_mamadou_diallo_of_kolda_soon_sees_momodou_jallow(site):
    seats = seat_everybody(site.world.installation)
    awa = next(one.actor for one in seats if one.member.name == "Awa Sarr")
    progress = Progress()
    fill(site.world.installation, seats, people=FEW, seed=1, progress=progress)
    browser = site.as_(awa)

    case = browser.follow(browser.fill("/requests/new", ASKED))

    links = list(dict.fromkeys(re.findall(r'href="(/links/[0-9a-f-]{36})"', case.text)))
    pairs = [words_of(browser.get(link)) for link in links[:3]]
    found = [pair for pair in pairs if "Momodou Jallow" in pair]
    assert found
    assert "Diallo is the French, Jallow the English spelling of one name" in found[0]
    assert "Mamadou is the French, Momodou the English spelling of one name" in found[0]


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)  # as `rfl demo` always runs
def test_a_demonstration_has_cases_in_every_state_and_a_sealed_record(world):
    seats, progress = seat_everybody(world.installation), Progress()

    fill(world.installation, seats, people=ENOUGH, seed=1, progress=progress)
    play(world.installation, seats, progress)

    with world.begin() as session:
        states = set(session.scalars(select(TracingRequest.state)))
        of_sensitivity = select(func.count()).where(Person.sensitivity == Sensitivity.SEALED)
        assert session.scalar(of_sensitivity)
    assert {state for state, _count in PLAN} <= states
