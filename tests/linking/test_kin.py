"""Who asks and whom else they miss counts as family of the one who is sought."""

from dataclasses import replace

import pytest

from rfl.linking import service
from rfl.linking.kin import back, between
from rfl.persons.document import NamePart, PersonName, Relation
from rfl.persons.rules import RelationKind, Sex
from rfl.tracing.rules import CaseState
from tests.tracing.world import COMPLETE, person, son

R = RelationKind


def registered(name, **family):
    """Return somebody with relatives, by relation."""
    relations = tuple(
        Relation(RelationKind(kind), (PersonName((NamePart(told),)),))
        for kind, told in family.items()
    )
    return replace_relations(person(name, age=24), relations)


def replace_relations(document, relations):
    return type(document)(names=document.names, births=document.births, relations=relations)


def evidence(gate, request_id):
    """Return kind → bits of the likeliest pair of a case."""
    link = gate.links(request_id)[0]
    with gate.world.begin() as session:
        rows = service.review(session, gate.awa, link.id).likeness.evidence
    return link, {row.kind: row.bits for row in rows}


def test_the_mother_who_asks_and_the_brother_she_misses_too_add_bits(gate):
    family = registered("Momodou Jallow", mother="Isatou Baldeh", brother="Bubacarr Jallow")
    gate.register(document=family)
    mother = person("Aïssatou Baldé", sex=Sex.FEMALE)
    request_id = gate.world.case(
        gate.awa, COMPLETE, enquirer=mother, state=CaseState.SUBMITTED,
        sought=(son(), son("Boubacar Diallo", 19)),
    )  # fmt: skip

    link, bits = evidence(gate, request_id)

    assert bits["mother"] > 3
    assert bits["brother"] > 1
    assert link.bits == pytest.approx(sum(bits.values()) + prior(gate, link), abs=1e-6)


def prior(gate, link):
    with gate.world.begin() as session:
        return service.review(session, gate.awa, link.id).likeness.prior_bits


def test_an_enquirer_of_whom_no_sex_is_told_may_be_the_mother(gate):
    gate.register(document=registered("Momodou Jallow", mother="Isatou Baldeh"))
    request_id = gate.world.case(
        gate.awa, replace(COMPLETE, sought=(son(),)), state=CaseState.SUBMITTED
    )

    _link, bits = evidence(gate, request_id)

    assert max(bits.get("mother", 0), bits.get("other_relative", 0)) > 2


@pytest.mark.parametrize(
    ("relation", "sex", "is_to_them"),
    [
        (R.SON, Sex.FEMALE, R.MOTHER),
        (R.DAUGHTER, Sex.MALE, R.FATHER),
        (R.BROTHER, Sex.FEMALE, R.SISTER),
        (R.WIFE, Sex.UNKNOWN, R.HUSBAND),
        (R.NEPHEW, Sex.MALE, R.UNCLE),
        (R.SON, Sex.UNKNOWN, R.OTHER_RELATIVE),
        (R.GRANDMOTHER, Sex.MALE, R.OTHER_RELATIVE),
    ],
)
def test_what_the_enquirer_is_to_the_sought(relation, sex, is_to_them):
    assert back(relation, sex) is is_to_them


@pytest.mark.parametrize(
    ("mine", "theirs", "is_to_me"),
    [
        (R.SON, R.DAUGHTER, R.SISTER),
        (R.SON, R.WIFE, R.MOTHER),
        (R.WIFE, R.SON, R.SON),
        (R.BROTHER, R.SISTER, R.SISTER),
        (R.BROTHER, R.MOTHER, R.MOTHER),
        (R.SON, R.COUSIN, R.OTHER_RELATIVE),
    ],
)
def test_what_the_missing_are_to_one_another(mine, theirs, is_to_me):
    assert between(mine, theirs) is is_to_me
