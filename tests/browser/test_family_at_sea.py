"""A family of four separated at sea and found in two places: the mother asks once for all."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.audit.rules import SYSTEM
from rfl.persons import registering
from rfl.societies.models import Site
from tests.once import ON_POSTGRESQL
from tests.persons.people import AGREED, MOMODOU
from tests.tracing.world import person

pytestmark = pytest.mark.browser

FATHER, DAUGHTER, SON = "Ousmane Ndiaye", "Aminata Ndiaye", "Ibrahima Ndiaye"


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()


def _met(world, society: str, names: Sequence[tuple[str, int]]) -> None:
    """Register people who came ashore together."""
    hand = Actor(SYSTEM, society, frozenset({Role.OFFICER}))
    with world.begin() as session:
        site = session.query(Site).filter(Site.society_code == society).first()
        for name, age in names:
            registering.register(
                session,
                hand,
                registering.NewRegistration(
                    MOMODOU.kind,
                    clock.today(),
                    person(name, age=age),
                    consents=AGREED,
                    site_id=site.id if site else None,
                ),
            )


def _ask(awa: Page, town) -> None:
    """The mother asks for her husband and names the two children."""
    awa.goto(f"{town.address}/requests/new")
    awa.check('[name="consent"]')
    awa.locator('[name="share"][value="all"]').check()
    awa.fill('[name="enquirer_name"]', "Mariama Sow")
    awa.select_option('[name="relation"]', "husband")
    awa.fill('[name="channel"]', "her neighbour’s telephone")
    awa.fill('[name="person-names-0-parts-0-text"]', FATHER)
    awa.locator('[name="person-precision"][value="age"]').check()
    awa.fill('[name="person-age"]', "41")
    _press(awa, "Open the request, and search")
    awa.wait_for_url(re.compile("/requests/[0-9a-f-]{36}$"))


def _act(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main form").filter(has=page.locator("button")).last.locator(
        "button"
    ).first.click()
    page.wait_for_url(re.compile("/requests/[0-9a-f-]{36}$"))


def _name_children(awa: Page) -> None:
    """She names them once, on her own record; each is then looked for with one press."""
    _follow(awa, "See the family together")
    family = awa.url
    _follow(awa, "Write down more of the family")
    for place, (name, relation) in enumerate(((DAUGHTER, "daughter"), (SON, "son"))):
        _press(awa, "Add a relative or companion")
        awa.fill(f'[name="person-relatives-{place}-name"]', name)
        awa.select_option(f'[name="person-relatives-{place}-relation"]', relation)
    _press(awa, "Keep")
    for _child in (DAUGHTER, SON):
        awa.goto(family)
        _press(awa, "Look for them too")
    awa.goto(family)
    expect(awa.locator("svg.family")).to_be_visible()
    expect(awa.locator("svg.family .kin-card")).to_have_count(4)


def _judge(awa: Page) -> None:
    """All three pairs are judged on one page, with one press."""
    expect(awa.locator("#links")).to_contain_text("1 more of the family may be there")
    for name in (FATHER, DAUGHTER, SON):
        row = awa.locator("#links section", has=awa.get_by_role("heading", name=name))
        row.locator("li", has=awa.get_by_role("link", name=name)).locator("select").select_option(
            "probable"
        )
    _press(awa, "Keep these judgements")
    expect(awa.locator("body")).to_contain_text("3 pairs are judged.")


@ON_POSTGRESQL
def test_a_family_of_four_separated_at_sea_and_found_in_two_places(town):
    awa = town.let_in("Awa Sarr", Role.OFFICER, "SN")
    ousmane = town.let_in("Ousmane Faye", Role.SUPERVISOR, "SN", phone=True)
    _met(town.world, "ES", [(FATHER, 41), (DAUGHTER, 19)])
    _met(town.world, "IT", [(SON, 22)])

    _ask(awa, town)
    case = awa.url
    _act(ousmane, f"{case}/acts/accept")
    _act(awa, f"{case}/acts/start")
    _name_children(awa)
    _judge(awa)

    ousmane.goto(f"{case}/family")
    for tick in ousmane.locator('[name="link"]').all():
        tick.check()
    _press(ousmane, "I confirm those I ticked")
    expect(ousmane.locator("body")).to_contain_text("3 pairs are confirmed.")
    awa.goto(f"{case}/family")
    expect(awa.locator("svg.family .is-confirmed")).to_have_count(3)
    for country in ("Spain", "Italy"):
        expect(awa.locator("#links")).to_contain_text(country)
