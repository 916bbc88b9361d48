"""The main job, from the first click to closure, by five people of two societies and a third.

On SQLite in browsers that run no script: every act has a plain way.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from rfl.access.rules import Role
from tests.once import ON_SQLITE

pytestmark = pytest.mark.browser


def _say(page: Page, words: str) -> None:
    expect(page.locator("body")).to_contain_text(words)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _go(page: Page, town, path: str) -> None:
    page.goto(town.address + path)


def _tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def register(page: Page, town) -> None:
    """A clerk in Banjul writes down a man, in English spelling."""
    _go(page, town, "/registrations/new")
    _tick(page, "agrees", "y")
    _tick(page, "share", "yes")
    page.fill('[name="person-names-0-parts-0-text"]', "Momodou Jallow")
    _tick(page, "person-sex", "male")
    _tick(page, "person-precision", "age")
    page.fill('[name="person-age"]', "24")
    page.select_option('[name="person-origin_country"]', "GM")
    page.fill('[name="person-origin"]', "Basse")
    _press(page, "Register this person")
    _say(page, "Momodou Jallow")


def open_request(page: Page, town) -> str:
    """An officer in Dakar opens a request for a mother; return the case's address."""
    _go(page, town, "/requests/new")
    _tick(page, "consent", "y")
    _tick(page, "share", "all")
    page.fill('[name="enquirer_name"]', "Aïssatou Baldé")
    page.select_option('[name="relation"]', "son")
    page.fill('[name="channel"]', "telephone of her sister")
    page.fill('[name="person-names-0-parts-0-text"]', "Mamadou Diallo")
    _tick(page, "person-sex", "male")
    _tick(page, "person-precision", "age")
    page.fill('[name="person-age"]', "24")
    page.select_option('[name="person-origin_country"]', "SN")
    page.fill('[name="person-origin"]', "Kolda")
    _press(page, "Open the request, and search")
    _say(page, "Mamadou Diallo")
    return page.url


def act(page: Page, case: str, name: str, words: str = "") -> None:
    """Do one act of the case's table, by its page where words are needed."""
    page.goto(f"{case}/acts/{name}")
    area = page.locator('main form textarea[name="words"]')
    if words and area.count():
        area.fill(words)
    form = page.locator("main form").filter(has=page.locator("button")).last
    form.locator("button").first.click()


def ask(awa: Page, ousmane: Page, town, case: str) -> str:
    """Judge the pair, ask The Gambia, have it approved; return the address of the request."""
    awa.goto(case)
    awa.locator('main a[href^="/links/"]').first.click()
    _say(awa, "Diallo is the French, Jallow the English spelling of one name")
    _press(awa, "Probably the same person")
    awa.get_by_role("link", name="Ask The Gambia to confirm").click()
    awa.fill('[name="question1"]', "Who taught him to sew?")
    awa.fill('[name="answer1"]', "Papa Ndaw")
    _press(awa, "Keep as a draft")
    request = awa.url
    _press(awa, "Ask a head of tracing to approve")
    ousmane.goto(request)
    _press(ousmane, "Approve and send to The Gambia")
    return request


def interview(lamin: Page, town, *, refuses: bool) -> str:
    """Find, identify and interview the man in Banjul; return the address in the inbox."""
    _go(lamin, town, "/inbox")
    lamin.locator("main table a").first.click()
    _say(lamin, "You see only what they sent")
    _press(lamin, "Take it on")
    lamin.fill('[name="how"]', "at our service point")
    _press(lamin, "Found")
    lamin.fill('[name="heard"]', "A man called Papa Ndaw")
    _press(lamin, "Keep what they said")
    _say(lamin, "Papa Ndaw")
    _tick(lamin, "fits0", "yes")
    _press(lamin, "It is them")
    _tick(lamin, "alone", "y")
    lamin.fill('[name="language"]', "Pulaar")
    _tick(lamin, "first", "nothing" if refuses else "go_on")
    if not refuses:
        _tick(lamin, "alive", "yes")
        _tick(lamin, "send", "yes")
        lamin.fill('[name="message"]', "I am well. Greet mother.")
        _tick(lamin, "telephone", "no")
        _tick(lamin, "place", "no")
    _press(lamin, "Keep their decision")
    return lamin.url


def release(lamin: Page, haddy: Page, inbox: str) -> None:
    """Read it back, and have a second person release it."""
    lamin.check('[name="read_back"]')
    _press(lamin, "Ask a head of tracing to release it")
    haddy.goto(inbox)
    _say(haddy, "Exactly this will be sent to Senegal")
    _press(haddy, "Release exactly this")


def tell_and_close(awa: Page, ousmane: Page, case: str) -> None:
    """Locate, verify, tell the family, close."""
    act(awa, case, "locate", "The Gambia met him; he told who taught him.")
    ousmane.goto(case)
    expect(ousmane.locator(".next-act .say").first).to_have_text(
        "Confirm that somebody was found, or not yet"
    )
    expect(ousmane.locator('.next-act a[href$="/acts/verify"]')).to_be_visible()
    act(ousmane, case, "verify", "Both sides agree.")
    awa.goto(f"{case}/told")
    awa.fill('[name="words"]', "That he is alive, and his message.")
    _tick(awa, "news", "alive")
    awa.locator('input[name="how"]').first.check()
    if awa.locator('input[name="is_result"]').count():
        awa.check('input[name="is_result"]')
    awa.locator("main form button").last.click()
    awa.goto(f"{case}/close")
    _tick(awa, "fate", "alive")
    _tick(awa, "whereabouts", "unknown")
    _tick(awa, "reason", "alive_message_only")
    _tick(awa, "satisfaction", "content")
    awa.check('[name="complaint_told"]')
    awa.locator("main form button").last.click()
    act(ousmane, case, "close", "Agreed.")
    ousmane.goto(case)
    _say(ousmane, "Closed")


def test_a_mother_in_dakar_hears_of_her_son_in_banjul(town):
    town.with_scripts = not town.world.installation.database.is_sqlite
    lamin = town.sign_in("Lamin Touray", Role.OFFICER, "GM")
    haddy = town.sign_in("Haddy Njie", Role.SUPERVISOR, "GM")
    awa = town.sign_in("Awa Sarr", Role.OFFICER, "SN")
    ousmane = town.sign_in("Ousmane Faye", Role.SUPERVISOR, "SN")
    focal = town.sign_in("Coumba Sow", Role.SAFEGUARDING, "SN")
    stranger = town.sign_in("Jordi Puig", Role.OFFICER, "ES")

    register(lamin, town)
    case = open_request(awa, town)
    act(ousmane, case, "accept")
    act(awa, case, "start")
    request = ask(awa, ousmane, town, case)
    inbox = interview(lamin, town, refuses=False)
    release(lamin, haddy, inbox)

    awa.goto(request)
    _say(awa, "I am well. Greet mother.")
    expect(awa.locator("main")).not_to_contain_text("service point")
    _say(awa, "Write down that they were found")
    tell_and_close(awa, ousmane, case)

    number = re.search(r"SN-\d{4}-\d{5}", ousmane.title() + ousmane.content())
    assert number is not None
    _ask_the_record(focal, town, number[0])
    _say(focal, "Awa Sarr")
    stranger.on("console", lambda _message: None)
    town.problems.clear()
    assert stranger.request.get(case).status == 404


def _ask_the_record(focal: Page, town, number: str) -> None:
    _go(focal, town, "/access")
    focal.fill('main [name="q"]', number)
    focal.get_by_role("button", name="Show").first.click()


@ON_SQLITE
def test_a_refusal_is_a_search_in_progress_and_a_withdrawal_ends_the_reading(town):
    lamin = town.let_in("Lamin Touray", Role.OFFICER, "GM")
    haddy = town.let_in("Haddy Njie", Role.SUPERVISOR, "GM")
    awa = town.let_in("Awa Sarr", Role.OFFICER, "SN")
    ousmane = town.let_in("Ousmane Faye", Role.SUPERVISOR, "SN")
    register(lamin, town)
    case = open_request(awa, town)
    act(ousmane, case, "accept")
    act(awa, case, "start")
    request = ask(awa, ousmane, town, case)

    inbox = interview(lamin, town, refuses=True)

    awa.goto(request)
    _say(awa, "Search in progress")
    expect(awa.locator("main")).not_to_contain_text("alive")

    lamin.locator("main details:has(#first) > summary").click()
    _tick(lamin, "first", "go_on")
    _tick(lamin, "alive", "yes")
    _press(lamin, "Keep their decision")
    release(lamin, haddy, inbox)
    awa.goto(request)
    _say(awa, "They are alive")

    lamin.goto(inbox)
    lamin.get_by_text("The person takes it back").click()
    _press(lamin, "Take it back")
    awa.goto(request)
    _say(awa, "The person took back what they allowed")
    expect(awa.locator("main")).not_to_contain_text("They are alive")
    _press(awa, "We no longer use it")
    _say(awa, "Acknowledged")
