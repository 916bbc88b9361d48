"""A Red Cross Message from a detention centre to a mother, and her reply, by four people."""

import re

import pytest
from playwright.sync_api import Page, expect

from rfl.access.rules import Role
from tests.once import ON_SQLITE

pytestmark = pytest.mark.browser

CLEAN = ("military", "political", "money", "safety")


def _say(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _go(page: Page, town, path: str) -> None:
    page.goto(town.address + path)


def _tick(page: Page, name: str, value: str = "y") -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def write(page: Page, town) -> str:
    """An officer in Nouadhibou takes it down on a telephone; return the message's address."""
    _go(page, town, "/messages")
    _say(page, "No message yet")
    page.get_by_role("link", name="New message").first.click()
    page.fill('[name="sender_name"]', "Ibrahima Sow")
    page.fill('[name="sender_place"]', "Nouadhibou, detention centre")
    page.fill('[name="addressee_name"]', "Fatou Sow")
    page.select_option('[name="relation"]', "mother")
    page.select_option('[name="to_society"]', "SN")
    page.fill('[name="address_place"]', "Ziguinchor")
    page.fill('[name="text"]', "Mother, I am in good health.")
    _press(page, "Keep the message")
    expect(page.locator("#errors")).to_contain_text("tick it when they agree")
    expect(page.locator('[name="text"]')).to_have_value("Mother, I am in good health.")
    assert [problem for problem in town.problems if "422" not in problem] == []
    town.problems.clear()
    _tick(page, "agrees")
    _press(page, "Keep the message")
    _say(page, "Somebody other than the person who wrote it down reads it first.")
    return page.url


def screen_and_send(page: Page, message: str) -> None:
    """Another colleague reads it, and sends it off."""
    page.goto(message)
    page.get_by_role("link", name="Read the message").click()
    _say(page, "Is there anything of this in it?")
    for one in CLEAN:
        _tick(page, one, "no")
    _tick(page, "read")
    _press(page, "It may go")
    _press(page, "Send it off")
    _say(page, "You hear of it when the addressee lets the sender know")


def bring(page: Page, town) -> None:
    """In Senegal somebody goes in vain, then reads it to her; she lets him know, and answers."""
    _go(page, town, "/my-work")
    _say(page, "Bring a family message to somebody")
    _go(page, town, "/deliveries")
    page.locator("main table a").first.click()
    _say(page, "Mother, I am in good health.")
    expect(page.locator("main")).not_to_contain_text("Nouadhibou")
    page.get_by_text("We tried, and did not reach them").click()
    _tick(page, "outcome", "not_there")
    page.fill('[name="place"]', "Tilène")
    _press(page, "Keep the attempt")
    _say(page, "They live there, and were out")
    _tick(page, "handing", "read_aloud")
    _tick(page, "leave", "arrived")
    page.fill('[name="where"]', "behind the mosque")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="Write the answer down").click()
    _tick(page, "agrees")
    page.fill('[name="text"]', "My son, we are all well.")
    _press(page, "Keep the answer")
    _say(page, "The answer is written down.")


@ON_SQLITE
def test_a_man_in_detention_writes_to_his_mother_and_hears_from_her(town):
    sidi = town.let_in("Sidi Ahmed", Role.OFFICER, "MR", phone=True)
    mariem = town.let_in("Mariem Sidi", Role.SUPERVISOR, "MR")
    moussa = town.let_in("Moussa Camara", Role.OFFICER, "SN")
    ousmane = town.let_in("Ousmane Faye", Role.SUPERVISOR, "SN")

    message = write(sidi, town)
    screen_and_send(mariem, message)
    bring(moussa, town)
    reply = moussa.locator("main a[href^='/messages/']").first.get_attribute("href")
    screen_and_send(ousmane, f"{town.address}{reply}")

    sidi.goto(message)
    _say(sidi, "Delivered")
    expect(sidi.locator("main")).not_to_contain_text("mosque")
    sidi.get_by_role("link", name="Write down that they were told").click()
    sidi.fill('[name="words"]', "I told him at the weekly visit.")
    _press(sidi, "The sender knows")
    sidi.get_by_role("link", name="Read it, and bring it to the sender").click()
    _say(sidi, "My son, we are all well.")
    expect(sidi.locator("main")).not_to_contain_text("mosque")
    with sidi.expect_download() as printed:
        sidi.get_by_role("link", name="Print the sheet").click()
    assert re.fullmatch(r"SN-M-\d{4}-\d{5}\.pdf", printed.value.suggested_filename)
