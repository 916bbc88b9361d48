"""A child found by a mobile team and reunited: from registration to closing, by five people."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rfl import clock
from rfl.access.rules import Role
from rfl.children.models import FollowUp
from tests.once import ON_POSTGRESQL

pytestmark = pytest.mark.browser

FACTORS = 7


def _say(page: Page, words: str) -> None:
    expect(page.locator("body")).to_contain_text(words)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()


def _tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def _today(page: Page, name: str = "day") -> None:
    page.fill(f'[name="{name}"]', clock.today().isoformat())


def register(cheikh: Page, town) -> None:
    """A volunteer of a mobile team writes down a girl, on a telephone."""
    cheikh.goto(f"{town.address}/registrations/new?kind=found_child")
    _tick(cheikh, "agrees", "y")
    _tick(cheikh, "share", "yes")
    cheikh.get_by_role("button", name="Go on: Who they are").click()
    cheikh.fill('[name="person-names-0-parts-0-text"]', "Kadija Sowe")
    cheikh.get_by_role("button", name="Go on: When were they born?").click()
    _tick(cheikh, "person-precision", "age")
    cheikh.fill('[name="person-age"]', "9")
    cheikh.get_by_role("button", name="To the last step").click()
    _press(cheikh, "Register this person")
    _say(cheikh, "Kadija Sowe")


def open_file(haddy: Page, town) -> str:
    """The head of tracing finds the child without a file, opens one, and gives it to an officer."""
    haddy.goto(f"{town.address}/my-work?kind=children")
    _follow(haddy, "See who they are")
    _say(haddy, "Kadija Sowe")
    haddy.locator("#unfiled a", has_text="Open a file").click()
    haddy.fill('[name="words"]', "Met at the river by the mobile team, alone.")
    _press(haddy, "Open the file")
    file = haddy.url
    _follow(haddy, "Who works on this file")
    haddy.locator("#owner .form-check", has_text="Lamin Touray").locator("input").check()
    _press(haddy, "Keep")
    _say(haddy, "Lamin Touray works on this file")
    return file


def care_for(lamin: Page, town, file: str) -> None:
    """The officer asks the child, looks at the risks, and finds a family to care for her."""
    lamin.goto(f"{town.address}/my-work")
    _say(lamin, "Ask Kadija Sowe what they want")
    lamin.goto(file)
    _follow(lamin, "Write down what the child says")
    lamin.fill('[name="words"]', "Hol to yumma am woni?")
    lamin.fill('main [name="language"]', "Pulaar")
    lamin.check('[name="alone"]')
    _press(lamin, "Write it down")
    _follow(lamin, "Write down the risks")
    lamin.get_by_label("None was seen").check()
    lamin.fill('[name="words"]', "Asked, and spoke with the team.")
    _press(lamin, "Write it down")
    _press(lamin, "The child is documented")
    _follow(lamin, "Write down the care arrangement")
    _tick(lamin, "kind", "foster_family")
    lamin.fill('[name="with_whom"]', "Family Njie, Basse")
    _today(lamin, "since")
    lamin.fill('[name="checks"]', "House and people seen by two.")
    _press(lamin, "Write it down")
    _press(lamin, "The child is cared for")
    _press(lamin, "Start to look for the family")
    _say(lamin, "Family looked for")


def verify(lamin: Page, fatou: Page, file: str) -> None:
    """Both sides are asked apart; neither is read before both are written."""
    _follow(lamin, "The family was found")
    lamin.fill('[name="words"]', "An aunt in Basse knows the mark on her arm.")
    _press(lamin, "The family was found")
    _follow(lamin, "Choose the questions")
    lamin.fill('[name="questions-0"]', "What is she called at home?")
    _press(lamin, "Ask both sides this")
    _follow(lamin, "Ask the child")
    lamin.fill('[name="answers-0"]', "Dija")
    lamin.check('[name="alone"]')
    _press(lamin, "Keep it, and shut it")
    _say(lamin, "A colleague asks the relative")
    expect(lamin.locator("main")).not_to_contain_text("Dija")
    _follow(lamin, "Who works on this file")
    lamin.locator("#colleague .form-check", has_text="Fatou Jobe").locator("input").check()
    _press(lamin, "Keep")

    _ask_the_aunt(fatou, file)
    lamin.goto(file)
    _follow(lamin, "Compare the two sides")
    _say(lamin, "We call her Dija")
    _tick(lamin, "answers-0", "fits")
    _tick(lamin, "fits", "yes")
    lamin.fill('[name="words"]', "Both name what nobody else knows.")
    _press(lamin, "Write it down")
    _press(lamin, "It is the family")
    _say(lamin, "Relationship verified")


def _ask_the_aunt(fatou: Page, file: str) -> None:
    fatou.goto(file)
    expect(fatou.locator("main")).not_to_contain_text("Dija")
    _follow(fatou, "Ask the relative")
    fatou.fill('[name="who"]', "Her aunt, Aissatou Sowe")
    fatou.fill('[name="answers-0"]', "We call her Dija")
    fatou.check('[name="alone"]')
    _press(fatou, "Keep it, and shut it")


def decide(lamin: Page, haddy: Page, focal: Page, town, file: str) -> None:
    """The officer assesses factor by factor; the head and the focal point sign."""
    _follow(lamin, "Write down the guardian")
    _tick(lamin, "ground", "authority")
    lamin.fill('[name="who"]', "Mrs Sanneh")
    _press(lamin, "Write it down")
    _follow(lamin, "Go on with the assessment")
    for _factor in range(FACTORS):
        lamin.fill('[name="facts"]', "It was looked at, here and there.")
        lamin.fill('[name="view"]', "It speaks for the family.")
        _press(lamin, "Keep, and go on")
    _follow(lamin, "Write the determination")
    _tick(lamin, "verdict", "reunify")
    lamin.fill('[name="reasons"]', "The child and the aunt want it, and it is safe.")
    _press(lamin, "Write it down")
    _say(lamin, "Not in force until both have signed")

    haddy.goto(file)
    _follow(haddy, "Read the determination")
    _press(haddy, "I sign exactly this")
    _say(haddy, "Signed.")
    focal.goto(f"{town.address}/access/children")
    expect(focal.locator("main")).not_to_contain_text("Kadija")
    _follow(focal, "Read, and sign or not")
    _say(focal, "Hol to yumma am woni?")
    _press(focal, "I sign exactly this")
    _say(focal, "Signed.")


def _come_due(town) -> None:
    """Let the day of the next visit afterwards come."""
    with town.world.begin() as session:
        waits = select(FollowUp).where(FollowUp.done_at.is_(None)).order_by(FollowUp.due_on)
        next(iter(session.scalars(waits))).due_on = clock.now()


def reunite(lamin: Page, haddy: Page, town, file: str) -> None:
    """The child is handed over before a witness, visited three times, and the file closed."""
    lamin.goto(file)
    _say(lamin, "Best interest decided")
    _follow(lamin, "Write down how it went")
    _today(lamin)
    lamin.fill('[name="place"]', "Basse")
    lamin.fill('[name="received_by"]', "Aissatou Sowe, her aunt")
    lamin.fill('[name="identity"]', "identity card, seen by two")
    lamin.fill('[name="witness"]', "The social worker of the district")
    _press(lamin, "Write it down")
    _say(lamin, "After 6 months")
    for _visit in range(3):
        _come_due(town)
        lamin.goto(file)
        _follow(lamin, "Write down the visit")
        _today(lamin)
        _tick(lamin, "wellbeing", "well")
        lamin.fill('[name="words"]', "She goes to school and sleeps well.")
        _press(lamin, "Write down the visit")
    _say(lamin, "A head of tracing closes the file")
    haddy.goto(file)
    _follow(haddy, "Close the file")
    _press(haddy, "Close the file")
    _say(haddy, "The file was closed")


@ON_POSTGRESQL
def test_a_child_found_by_a_mobile_team_and_reunited(town):
    cheikh = town.let_in("Cheikh Mané", Role.VOLUNTEER, "GM", phone=True)
    haddy = town.let_in("Haddy Njie", Role.SUPERVISOR, "GM")
    lamin = town.let_in("Lamin Touray", Role.OFFICER, "GM", phone=True)
    fatou = town.let_in("Fatou Jobe", Role.OFFICER, "GM")
    focal = town.let_in("Binta Saho", Role.SAFEGUARDING, "GM")

    register(cheikh, town)
    file = open_file(haddy, town)
    care_for(lamin, town, file)
    verify(lamin, fatou, file)
    decide(lamin, haddy, focal, town, file)
    reunite(lamin, haddy, town, file)
