"""A wrong merge undone: two men of one name are joined, meet each other, and are parted."""

import re

import pytest
from playwright.sync_api import Page, expect

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.audit.rules import SYSTEM
from rfl.persons import registering
from rfl.persons.models import Registration
from tests.once import ON_POSTGRESQL
from tests.persons.people import MOMODOU, somebody

pytestmark = pytest.mark.browser


@pytest.fixture
def numbers(world) -> list[str]:
    """Register two men of one name at two service points; return their numbers."""
    hand = Actor(SYSTEM, "GM", frozenset({Role.OFFICER}))
    with world.begin() as session:
        rows: list[Registration] = []
        for name in ("Momodou Jallow", "Mamadou Diallo"):
            new = registering.NewRegistration(
                MOMODOU.kind, clock.today(), somebody(name), consents=MOMODOU.consents
            )
            rows.append(registering.register(session, hand, new))
        return [row.number for row in rows]


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()


def _approve(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/approvals")
    expect(page.locator("main")).to_contain_text(words)
    _press(page, "Approve, and do it now")
    expect(page.locator("body")).to_contain_text("Approved, and done.")


@ON_POSTGRESQL
def test_a_wrong_merge_is_undone(town, numbers):
    lamin = town.let_in("Lamin Touray", Role.OFFICER, "GM")
    haddy = town.let_in("Haddy Njie", Role.SUPERVISOR, "GM", phone=True)
    main = lamin.locator("main")
    lamin.goto(f"{town.address}/registrations?number={numbers[0]}")
    _follow(lamin, "Momodou Jallow")
    _follow(lamin, "Look for the same person")
    expect(main).to_contain_text("Mamadou Diallo")
    _follow(lamin, "Compare")
    lamin.fill('[name="why"]', "One name, one year of birth, and the same beard.")
    _press(lamin, "Ask that they be joined")
    person = lamin.url
    _approve(haddy, town.address, f"{numbers[1]} · Mamadou Diallo")

    lamin.goto(person)
    expect(main).to_contain_text("Recorded more than once")
    expect(main).to_contain_text("Mamadou Diallo")
    expect(main.get_by_text(re.compile("same beard"))).to_be_visible()
    _follow(lamin, "They are two people: part them")
    lamin.fill('[name="why"]', "They met at the gate this morning and laughed.")
    _press(lamin, "Ask that they be parted")
    _approve(haddy, town.address, "Part two records: they are two people")

    lamin.goto(person)
    expect(main).to_contain_text("Parted by Haddy Njie")
    expect(main).not_to_contain_text("Mamadou Diallo")
