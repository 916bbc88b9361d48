"""A case transferred from Bosnia to France: offered without a name, agreed to, and handed over."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from rfl.access.rules import Role
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Purpose, RelationKind, Sex
from rfl.tracing import service as tracing
from rfl.tracing.document import SoughtDocument
from rfl.tracing.opening import NewSought
from rfl.tracing.rules import CaseAct, CaseState
from tests.once import ON_SQLITE
from tests.tracing.world import COMPLETE, person

pytestmark = pytest.mark.browser

WHY = "The sister who asks moved to Lyon, and can be visited there."


@pytest.fixture
def case(world) -> UUID:
    """A sister in Blažuj looks for her brother; other societies were not spoken of yet."""
    officer = world.colleague(Role.OFFICER, society="BA")
    head = world.colleague(Role.SUPERVISOR, society="BA")
    brother = person("Omid Rahimi", age=19, sex=Sex.MALE)
    request_id = world.case(
        officer,
        COMPLETE,
        enquirer=person("Zahra Rahimi"),
        sought=(NewSought(brother, SoughtDocument(RelationKind.BROTHER)),),
        consents=(NewConsent(Purpose.TRACING),),
        state=CaseState.SUBMITTED,
    )
    with world.begin() as session:
        tracing.act(session, head, request_id, CaseAct.ACCEPT)
        tracing.act(session, officer, request_id, CaseAct.START)
    return request_id


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()


def _say(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def offer(page: Page) -> None:
    """Amra offers the case to France, and sees what France will see."""
    _follow(page, "Offer the case to a society or branch")
    page.select_option("#to", "FR")
    _press(page, "Go on")
    _say(page, "The family has not been asked yet.")
    _say(page, "not told before the case is taken on")
    page.fill('[name="why"]', WHY)
    _press(page, "Offer the case")
    expect(page.locator("body")).to_contain_text("until then the case stays yours")


def take_on(page: Page, address: str) -> None:
    """Claire finds the offer in her work, on a telephone, and learns no name from it."""
    page.goto(f"{address}/my-work")
    _follow(page, "Look at the offer")
    _say(page, WHY)
    expect(page.locator("body")).not_to_contain_text("Rahimi")
    _press(page, "Take the case on")
    _say(page, "They hand it over next")


@ON_SQLITE
def test_a_case_goes_from_bosnia_to_france(town, case):
    amra = town.let_in("Amra Delić", Role.OFFICER, "BA")
    claire = town.let_in("Claire Dubois", Role.OFFICER, "FR", phone=True)
    goran = town.let_in("Goran Marić", Role.SUPERVISOR, "BA")
    amra.goto(f"{town.address}/requests/{case}")
    offer(amra)
    take_on(claire, town.address)

    amra.goto(f"{town.address}/my-work")
    _say(amra, "Ask a family whether another society may be told")
    _follow(amra, "Open the offer")
    _follow(amra, "Write down the consent")
    amra.locator('[name="consent"]').check()
    amra.locator('input[name="share"]').first.check()
    _press(amra, "Write it down")

    goran.goto(f"{town.address}/my-work")
    _follow(goran, "Open the offer")
    goran.fill('[name="told"]', "In person, in Dari, by Amra")
    _press(goran, "Hand the case over")
    _say(goran, "France holds the case")

    claire.reload()
    _follow(claire, "Go to the case")
    _say(claire, "Omid Rahimi")
    _say(claire, "Came from Bosnia and Herzegovina")
    _press(claire, "Start the search")
    amra.goto(f"{town.address}/requests/{case}")
    _say(amra, "France holds the case now")
    _say(amra, "Case handed to another society")
