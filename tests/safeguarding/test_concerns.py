"""What anybody reports in confidence: who reads it, who never learns of it. On both databases."""

import re
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from rfl.access.rules import Actor, Role
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import INSTALLATION_LOG, STRANGER, SYSTEM, Act
from rfl.audit.verify import verify
from rfl.safeguarding import concerns
from rfl.safeguarding.likeness import is_perhaps
from rfl.safeguarding.models import Concern
from tests.access.doors import stranger
from tests.tracing.web import Browser, Site, words_of

WORDS = "On Monday at the reception centre he asked my sister for money."


@dataclass
class Office:
    """Senegal with two focal points and a data protection officer, and a stranger's browser."""

    site: Site
    binta: Actor
    coumba: Actor
    dpo: Actor
    outside: Browser

    def tells(self, status: int = 200, browser: Browser | None = None, **more) -> str:
        sent = {"society": "SN", "kind": "conduct", "words": WORDS, "is_about_focal": None, **more}
        return words_of((browser or self.outside).fill("/concern", sent, status))

    def ticket(self, **more) -> dict[str, str]:
        said = self.tells(**more)
        found = re.search(r"Reference (\S+) Secret ((?:[0-9a-f]{4} ?){6})", said)
        assert found
        return {"reference": found[1], "secret": found[2]}

    def sees(self, actor: Actor) -> list[concerns.Told]:
        with self.site.world.begin() as session:
            return concerns.concerns(session, actor)

    def tab(self, actor: Actor) -> str:
        return words_of(self.site.as_(actor).get("/access/concerns"))


@pytest.fixture
def office(site: Site) -> Office:
    world = site.world
    return Office(
        site,
        world.colleague(Role.SAFEGUARDING, name="Binta Saho"),
        world.colleague(Role.SAFEGUARDING, name="Ndèye Coumba Sow"),
        world.colleague(Role.DPO, name="Marta Ribas"),
        stranger(site),
    )


def test_both_focal_points_read_it_and_nobody_else(office):
    office.ticket()
    world = office.site.world
    others = [world.colleague(role) for role in Role if role not in (Role.SAFEGUARDING, Role.DPO)]

    for focal in (office.binta, office.coumba):
        assert [one.words for one in office.sees(focal)] == [WORDS]
        assert "Concerns 1" in office.tab(focal)
    assert office.sees(office.dpo) == []
    assert office.sees(world.colleague(Role.SAFEGUARDING, society="GM")) == []
    for other in others:
        office.site.as_(other).get("/access/concerns", 403)


@pytest.mark.parametrize("about", ["Binta Saho", "the woman called saho", "BINTA", "bintta"])
def test_a_focal_point_it_is_about_never_learns_of_it(office, about):
    office.ticket(about=about)
    (kept,) = office.sees(office.coumba)

    assert office.sees(office.binta) == []
    assert "Nobody told anything" in office.tab(office.binta)
    assert "Concerns 1" not in office.tab(office.binta)
    office.site.as_(office.binta).get(f"/access/concerns/{kept.id}", 404)


def test_the_log_that_a_focal_point_reads_tells_nothing_of_it(office):
    before = _acts(office, "SN")
    office.ticket(about="Binta Saho")
    (kept,) = office.sees(office.coumba)
    after = _acts(office, "SN")[len(before) :]

    assert set(after) <= {Act.USER_OPENED, Act.SIGNED_IN}
    assert office.site.world.trail(kept.id) == []
    page = words_of(office.site.as_(office.binta).get("/access"))
    assert "concern" not in page.split("Newest entries")[1].lower()


def _acts(office, log):
    with office.site.world.begin() as session:
        rows = reading.newest(session, SYSTEM, log, Asking()).rows
    return [row.act for row in reversed(rows) if row.act != Act.AUDIT_READ]


def test_it_is_audited_without_telling_who_reported_it(office):
    clerk = office.site.world.colleague(Role.OFFICER, name="Awa Sarr")
    office.ticket()
    office.ticket(browser=office.site.as_(clerk))
    office.sees(office.binta)
    with office.site.world.begin() as session:
        rows = reading.newest(session, SYSTEM, INSTALLATION_LOG, Asking()).rows
    raised = [row for row in rows if row.act == Act.CONCERN_RAISED]
    read = [row for row in rows if row.act == Act.CONCERN_LISTED]

    assert [(row.actor_id, row.address, row.request) for row in raised] == [(STRANGER, "", "")] * 2
    assert [row.actor_id for row in read] == [office.binta.user_id]
    world = office.site.world
    assert verify(world.installation.database, world.installation.keys, INSTALLATION_LOG).is_sound


def test_what_is_about_focal_points_goes_to_the_data_protection_officer(office):
    office.ticket(is_about_focal="y")
    office.ticket(about="Binta and Coumba")

    assert office.sees(office.binta) == office.sees(office.coumba) == []
    assert len(office.sees(office.dpo)) == 2
    assert "Concerns 2" in office.tab(office.dpo)


def test_where_everybody_may_be_part_of_it_another_society_is_named_and_nothing_is_lost(office):
    said = office.tells(422, about="Binta, Coumba, Marta")

    assert "Choose another society" in said
    assert WORDS in said


def test_they_talk_by_reference_and_secret(office):
    ticket = office.ticket()
    (kept,) = office.sees(office.coumba)
    focal = office.site.as_(office.coumba)
    focal.fill(f"/access/concerns/{kept.id}", {"words": "Where was it?", "act": "answer"})

    first = words_of(office.outside.fill("/concern/again", ticket, 200))
    office.outside.send("/concern/reply", {"words": "At the gate."}, 200)
    read = words_of(focal.get(f"/access/concerns/{kept.id}"))
    focal.send(f"/access/concerns/{kept.id}", {"words": "He is gone.", "act": "close"})
    last = words_of(office.outside.fill("/concern/again", ticket, 200))

    assert "Where was it?" in first
    assert "Coumba" not in first
    assert "Who reported it" in read
    assert "At the gate." in read
    assert "Closed" in last
    assert "He is gone." in last


def test_a_wrong_secret_and_an_unknown_reference_are_told_in_the_same_words(office):
    ticket = office.ticket()
    wrong = office.outside.fill("/concern/again", {**ticket, "secret": "0" * 24}, 422)
    unknown = office.outside.fill("/concern/again", {**ticket, "reference": "C-0000-0000"}, 422)
    replied = office.outside.post("/concern/reply", {**ticket, "secret": "x", "words": "y"}, 422)

    sentence = "This reference and this secret do not belong together."
    assert all(sentence in words_of(one) for one in (wrong, unknown, replied))


def test_too_little_is_said_kindly_and_kept(office):
    assert "Say in a sentence or two what happened" in office.tells(422, words="Bad man")


def test_it_is_slowed(office):
    said = {office.outside.fill("/concern", {"society": "SN", "words": "x"}, 422).status_code
            for _ in range(10)}  # fmt: skip

    assert said == {422}
    assert "Too many tries" in office.tells(429)


def test_it_rests_sealed_and_nothing_in_clear_tells_who_or_what(office):
    ticket = office.ticket(about="Binta Saho")
    with office.site.world.begin() as session:
        row = session.scalars(sa.select(Concern)).one()

    for canary in (b"sister", b"Saho", b"conduct", ticket["secret"].encode()):
        assert canary not in row.sealed
        assert canary not in row.secret_hash


def test_names_are_taken_for_one_rather_than_overlooked():
    assert is_perhaps("Ndèye Coumba Sow", "kumba sow")
    assert is_perhaps("Binta Saho", "it was Bintou, I think")
    assert not is_perhaps("Binta Saho", "the driver of the blue car")
    assert not is_perhaps("Binta Saho", "")
