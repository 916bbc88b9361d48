"""The keys of the record of access, as focal points see them in a browser, on both databases."""

import re
from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.audit import keeping
from rfl.audit import service as audit
from rfl.audit.rules import Act
from tests.tracing.web import words_of

WORDS, OTHER = "baobab river lantern drum", "seven quiet goats in Kolda"


@pytest.fixture
def desk(site):
    return Desk(site)


class Desk:
    """Two focal points of Senegal, and what they do with the keys."""

    def __init__(self, site):
        self.site, self.world = site, site.world
        self.ndeye = self.world.colleague(Role.SAFEGUARDING, name="Ndèye Coumba Sow")
        self.mame = self.world.colleague(Role.SAFEGUARDING, name="Mame Diarra Seck")
        self.awa = self.world.colleague(Role.OFFICER, name="Awa Sarr")
        self.browsers = {who: site.as_(who) for who in (self.ndeye, self.mame)}

    def page(self, who):
        return words_of(self.browsers[who].get("/access/keys"))

    def press(self, who, act, data=None, status=303):
        self.browsers[who].get("/access/keys")
        return self.browsers[who].post(f"/access/keys/{act}", data, status)

    def agree_to_all(self, who):
        for key, seen in self.waiting():
            self.press(who, f"{key}/agree", {"seen": seen})

    def waiting(self):
        found = self.world.installation.keys.trail.recipients.of("SN")
        return [(one.id, one.fingerprint) for one in found if one.state in ("proposed", "ending")]

    def key_of(self, who):
        found = self.world.installation.keys.trail.recipients.of("SN")
        return [one for one in found if one.holder == who.user_id][-1]

    def enrol(self):
        """Give both their keys, and the society its sheet; return the sheet."""
        self.press(self.ndeye, "mine", {"passphrase": WORDS})
        self.agree_to_all(self.mame)
        self.press(self.mame, "mine", {"passphrase": OTHER})
        answer = self.press(self.mame, "recovery", status=200)
        self.agree_to_all(self.ndeye)
        groups = answer.text.partition('id="sheet"')[2].partition("</p>")[0]
        return " ".join(re.findall(r"<span>(\w+)</span>", groups))

    def act(self):
        with self.world.begin() as session:
            audit.record(session, self.awa.user_id, Act.SEARCHED, societies=["SN"],
                         detail={"query": "Diallo"})  # fmt: skip

    def next_day(self, monkeypatch):
        tomorrow = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        keeping.close_days(self.world.installation)
        self.browsers = {who: self.site.as_(who) for who in (self.ndeye, self.mame)}


def test_the_desk_says_what_is_missing_until_nothing_is(desk):
    first = words_of(desk.browsers[desk.ndeye].get("/access"))
    assert "The server can still read this record of access" in first
    assert "Add the keys of 2 focal points. Make a recovery sheet." in first

    desk.press(desk.ndeye, "mine", {"passphrase": WORDS})
    assert "Add the keys of 2 focal points." in desk.page(desk.ndeye)
    desk.agree_to_all(desk.mame)
    assert "Add 1 focal point’s key. Make a recovery sheet." in desk.page(desk.ndeye)

    desk.enrol()
    page = desk.page(desk.ndeye)
    assert "can still read" not in page
    assert "is missing" not in page


def test_past_days_open_with_the_passphrase_and_shut_again(desk, monkeypatch):
    desk.enrol()
    desk.act()
    browser = desk.browsers[desk.ndeye]
    assert "Searched, and saw who was found" in words_of(browser.get("/access"))
    desk.next_day(monkeypatch)
    browser = desk.browsers[desk.ndeye]

    sealed = words_of(browser.get("/access"))
    assert "Diallo" not in sealed
    assert "entries here are of days that are sealed." in sealed
    desk.press(desk.ndeye, "open", {"passphrase": "not hers at all"}, 422)
    desk.press(desk.ndeye, "open", {"passphrase": WORDS})
    opened = words_of(browser.get("/access"))
    assert "Searched, and saw who was found Searched for: Diallo" in opened
    assert "Your key is open" in opened

    desk.press(desk.ndeye, "shut")
    assert "Diallo" not in words_of(browser.get("/access"))


def test_who_opened_what_on_past_days_is_asked_with_an_open_key(desk, monkeypatch):
    desk.enrol()
    desk.act()
    desk.next_day(monkeypatch)
    browser, asked = desk.browsers[desk.mame], {"colleague": str(desk.awa.user_id)}

    shut = words_of(browser.fill("/access", asked, 200))
    desk.press(desk.mame, "open", {"passphrase": OTHER})
    opened = words_of(browser.fill("/access", asked, 200))

    assert "1 day of those you asked about is sealed." in shut
    assert "Searched, and saw who was found Searched for: Diallo" not in shut
    assert "Searched, and saw who was found Searched for: Diallo" in opened


def test_opening_and_failing_to_open_stand_in_the_record(desk):
    desk.enrol()
    desk.press(desk.ndeye, "open", {"passphrase": "not hers at all"}, 422)
    desk.press(desk.ndeye, "open", {"passphrase": WORDS})

    page = words_of(desk.browsers[desk.mame].get("/access"))

    assert "Opened their key to read past days Refused, nothing shown" in page
    assert page.count("Opened their key to read past days") == 2


def test_another_browser_of_the_same_person_stays_shut(desk, monkeypatch):
    desk.enrol()
    desk.act()
    desk.next_day(monkeypatch)
    desk.press(desk.ndeye, "open", {"passphrase": WORDS})

    assert "Diallo" not in words_of(desk.site.as_(desk.ndeye).get("/access"))


def test_the_recovery_sheet_opens_what_nobody_else_can(desk, monkeypatch):
    sheet = desk.enrol()
    desk.act()
    desk.next_day(monkeypatch)
    fatou = desk.world.colleague(Role.SAFEGUARDING, name="Fatou Sarr")
    desk.browsers[fatou] = desk.site.as_(fatou)

    desk.press(fatou, "sheet", {"words": sheet.replace(sheet[:4], "AAAA")}, 422)
    desk.press(fatou, "sheet", {"words": sheet.lower()})

    assert "Searched for: Diallo" in words_of(desk.browsers[fatou].get("/access"))


def test_a_lost_key_ends_when_somebody_else_agrees(desk):
    desk.enrol()
    key = desk.key_of(desk.mame)
    desk.press(desk.ndeye, f"{key.id}/end")
    assert desk.key_of(desk.mame).is_live
    desk.press(desk.ndeye, f"{key.id}/agree", {"seen": key.fingerprint}, 422)
    desk.press(desk.mame, f"{key.id}/agree", {"seen": key.fingerprint})

    assert not desk.key_of(desk.mame).is_live
    page = desk.page(desk.ndeye)
    assert "The record is sealed, but a key is missing Add 1 focal point’s key." in page
    last = desk.key_of(desk.ndeye)
    answer = desk.press(desk.ndeye, f"{last.id}/end", status=422)
    assert "This is the last key that opens the record." in words_of(answer)


def test_nobody_agrees_to_their_own_key_or_to_another_than_they_saw(desk):
    desk.press(desk.ndeye, "mine", {"passphrase": WORDS})
    key = desk.key_of(desk.ndeye)

    own = desk.press(desk.ndeye, f"{key.id}/agree", {"seen": key.fingerprint}, 422)
    other = desk.press(desk.mame, f"{key.id}/agree", {"seen": "AAAA BBBB CCCC DDDD"}, 422)

    assert "Somebody else has to agree" in words_of(own)
    assert "This is not the key you saw." in words_of(other)
    assert not desk.key_of(desk.ndeye).is_live


def test_what_was_asked_is_taken_back(desk):
    desk.press(desk.ndeye, "mine", {"passphrase": WORDS})
    desk.press(desk.ndeye, f"{desk.key_of(desk.ndeye).id}/take-back")

    assert desk.waiting() == []
    assert "Nobody yet." in desk.page(desk.mame)


def test_an_easy_passphrase_is_refused(desk):
    answer = desk.press(desk.ndeye, "mine", {"passphrase": "password1234"}, 422)

    assert "Others would soon guess this passphrase" in words_of(answer)
    assert desk.waiting() == []


def test_another_society_has_no_say(desk):
    desk.press(desk.ndeye, "mine", {"passphrase": WORDS})
    key = desk.key_of(desk.ndeye)
    binta = desk.world.colleague(Role.SAFEGUARDING, society="GM", name="Binta Saho")
    desk.browsers[binta] = desk.site.as_(binta)

    desk.press(binta, f"{key.id}/agree", {"seen": key.fingerprint}, 404)

    assert "Ndèye" not in desk.page(binta)
