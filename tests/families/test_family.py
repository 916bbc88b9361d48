"""A family in one case: named once, looked for together, each deciding for themselves."""

from dataclasses import dataclass
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from rfl.access.rules import Role
from rfl.errors import RuleBrokenError
from rfl.families import service
from rfl.families.rules import Standing
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.persons.document import Relation
from rfl.persons.rules import RelationKind, Sex
from rfl.tracing import service as tracing
from rfl.tracing.document import SoughtDocument
from rfl.tracing.opening import NewSought
from rfl.tracing.rules import CaseAct, CaseState
from tests.exchange.gate import Gate, gate_of
from tests.tracing.web import words_of
from tests.tracing.world import COMPLETE, person

FATHER, SON, DAUGHTER = "Ousmane Ndiaye", "Ibrahima Ndiaye", "Aminata Ndiaye"
MOTHER = msgspec.structs.replace(
    person("Mariama Sow", sex=Sex.FEMALE),
    relations=(
        Relation(RelationKind.DAUGHTER, person(DAUGHTER).names),
        Relation(RelationKind.SON, person(SON).names),
    ),
)


@dataclass
class Home:
    """A mother in Dakar, and whom she misses."""

    gate: Gate
    request_id: UUID

    def read(self) -> service.Family:
        with self.gate.world.begin() as session:
            return service.read(session, self.gate.awa, self.request_id)

    def link(self, name: str, registration_id: UUID) -> Link:
        """Return the pair of whom the family calls by a name, and somebody registered."""
        (row,) = [row for row in self.read().rows if row.sought.person.display_name == name]
        with self.gate.world.begin() as session:
            query = select(Link).where(
                Link.sought_id == row.sought.row.id, Link.registration_id == registration_id
            )
            return session.scalars(query).one()


@pytest.fixture
def home(world) -> Home:
    gate = gate_of(world)
    husband = NewSought(person(FATHER, age=41, sex=Sex.MALE), SoughtDocument(RelationKind.HUSBAND))
    request_id = world.case(
        gate.awa, COMPLETE, enquirer=MOTHER, sought=(husband,), state=CaseState.SUBMITTED
    )
    with world.begin() as session:
        tracing.act(session, gate.ousmane, request_id, CaseAct.ACCEPT)
        tracing.act(session, gate.awa, request_id, CaseAct.START)
    return Home(gate, request_id)


def seek_all(home: Home) -> None:
    """Have everybody looked for whom the mother named."""
    for _ in range(2):
        family = home.read()
        place = next(one.place for one in family.members if one.place is not None)
        with home.gate.world.begin() as session:
            service.seek(session, home.gate.awa, home.request_id, place, family.seen)


def test_whom_the_enquirer_named_is_looked_for_without_being_written_again(home):
    family = home.read()
    assert [(one.name, one.standing) for one in family.members] == [
        ("Mariama Sow", Standing.ASKS),
        (FATHER, Standing.SOUGHT),
        (DAUGHTER, Standing.KNOWN),
        (SON, Standing.KNOWN),
    ]
    seek_all(home)
    found = home.read()
    assert [(one.name, one.standing) for one in found.members[2:]] == [
        (DAUGHTER, Standing.SOUGHT),
        (SON, Standing.SOUGHT),
    ]
    assert [row.sought.person.sex for row in found.rows] == [Sex.MALE, Sex.FEMALE, Sex.MALE]
    with home.gate.world.begin() as session:
        for seen, words in ((family.seen, "changed meanwhile"), (found.seen, "already")):
            with pytest.raises(RuleBrokenError, match=words):
                service.seek(session, home.gate.awa, home.request_id, 0, seen)


def test_a_family_is_judged_at_once_and_each_link_stays_its_own(home):
    seek_all(home)
    gate, world = home.gate, home.gate.world
    father, daughter = gate.register(FATHER, age=41), gate.register(DAUGHTER, age=None)
    his, hers = home.link(FATHER, father), home.link(DAUGHTER, daughter)
    decisions = {his.id: "probable", hers.id: "age"}
    with world.begin() as session:
        assert service.judge(session, gate.awa, home.request_id, decisions) == 2
    states = [home.link(FATHER, father).state, home.link(DAUGHTER, daughter).state]
    assert states == [LinkState.PROBABLE, LinkState.REJECTED]
    with world.begin() as session, pytest.raises(RuleBrokenError, match="second person"):
        service.confirm(session, gate.awa, home.request_id, [his.id])
    with world.begin() as session:
        assert service.confirm(session, gate.ousmane, home.request_id, [his.id]) == 1
    standings = {one.name: one.standing for one in home.read().members}
    assert standings[FATHER] is Standing.CONFIRMED
    assert standings[DAUGHTER] is not Standing.PROBABLE


def test_one_sought_person_is_not_two_registered_ones_and_then_nothing_is_kept(home):
    gate = home.gate
    ids = [gate.register(FATHER, age=41), gate.register(FATHER, age=40)]
    links = [home.link(FATHER, one) for one in ids]
    decisions = {one.id: "probable" for one in links}
    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="cannot be two"):
        service.judge(session, gate.awa, home.request_id, decisions)
    assert {home.link(FATHER, one).state for one in ids} == {LinkState.SUGGESTED}


def test_a_member_who_shares_nothing_looks_like_one_nobody_met(site, home):
    seek_all(home)
    awa, path = site.as_(home.gate.awa), f"/requests/{home.request_id}/family"
    before = words_of(awa.get(path))
    home.gate.register(DAUGHTER, age=None, share=False)
    assert words_of(awa.get(path)) == before
    assert before.count("No pair to look at") == len((FATHER, DAUGHTER, SON))


def test_the_family_is_drawn_named_judged_and_confirmed_on_its_page(site, home):
    gate, path = home.gate, f"/requests/{home.request_id}/family"
    awa, ousmane = site.as_(gate.awa), site.as_(gate.ousmane)
    site.as_(site.world.colleague(Role.VOLUNTEER)).get(path, 403)
    assert "See the family together" in words_of(awa.get(f"/requests/{home.request_id}"))
    page = awa.get(path)
    assert 'class="pic family"' in page.text
    seen = home.read().seen
    awa.post(f"{path}/seek", {"place": "7", "seen": seen}, 422)
    edit = awa.post(f"{path}/seek", {"place": "0", "seen": seen})
    assert DAUGHTER in awa.follow(edit).text

    registered = gate.register(FATHER, age=41)
    link = home.link(FATHER, registered)
    for sent in ({}, {f"link-{link.id}": "maybe"}, {"link-nothing": "probable"}):
        awa.post(f"{path}/judge", sent, 422)
    awa.post(f"{path}/judge", {f"link-{link.id}": "probable"})
    assert "Confirm, as the second person" not in words_of(awa.get(path))
    assert "Confirm, as the second person" in words_of(ousmane.get(path))
    ousmane.post(f"{path}/confirm", {}, 422)
    ousmane.post(f"{path}/confirm", {"link": str(link.id)})
    assert "a confirmed link" in words_of(awa.get(path))


def test_nobody_is_two_people():
    one, two, three, four = (UUID(int=number) for number in range(4))
    service.check_one_each([(one, three), (two, four)])
    for pairs, words in (
        ([(one, three), (one, four)], "cannot be two registered"),
        ([(one, three), (two, three)], "cannot be two of the family"),
    ):
        with pytest.raises(RuleBrokenError, match=words):
            service.check_one_each(pairs)
