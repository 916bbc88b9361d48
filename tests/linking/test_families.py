"""A family that was registered together and a family that is sought together find each other."""

import pytest

from rfl.linking import service
from rfl.linking.models import Link
from rfl.persons.rules import RelationKind, Sex
from rfl.tracing.document import SoughtDocument
from rfl.tracing.opening import NewSought
from rfl.tracing.rules import CaseState
from tests.linking.test_kin import registered
from tests.tracing.world import COMPLETE, person, son

GROUP = {
    "Momodou Jallow": {"brother": "Bubacarr Jallow", "mother": "Isatou Baldeh"},
    "Bubacarr Jallow": {"brother": "Momodou Jallow", "mother": "Isatou Baldeh"},
    "Fatumata Jallow": {"brother": "Bubacarr Jallow", "mother": "Isatou Baldeh"},
}
"""Three children met together, as each was written down in Banjul."""

STRANGERS = {
    "Mamadou Diallo": {"brother": "Ousmane Diallo"},
    "Boubacar Diallo": {"brother": "Cheikh Diallo"},
    "Fatoumata Diallo": {"sister": "Awa Diallo"},
}
"""Children of other families who bear the very names that are sought, to the letter."""

SOUGHT = {
    "Mamadou Diallo": "Momodou Jallow",
    "Boubacar Diallo": "Bubacarr Jallow",
    "Fatoumata Diallo": "Fatumata Jallow",
}
MOTHER = person("Aïssatou Baldé", sex=Sex.FEMALE)


def register(gate):
    for family in (STRANGERS, GROUP):
        for name, kin in family.items():
            gate.register(document=registered(name, **kin))


def seek(gate):
    girl = NewSought(
        person("Fatoumata Diallo", age=24, sex=Sex.FEMALE), SoughtDocument(RelationKind.DAUGHTER)
    )
    sought = (son("Mamadou Diallo", 24), son("Boubacar Diallo", 24), girl)
    return gate.world.case(
        gate.awa, COMPLETE, enquirer=MOTHER, sought=sought, state=CaseState.SUBMITTED
    )


def found(gate, request_id):
    """Return, by the name of each sought child, the likeliest pair's registered name and bits."""
    best: dict[str, tuple[str, Link, dict[str, float]]] = {}
    for link in gate.links(request_id):
        with gate.world.begin() as session:
            seen = service.review(session, gate.awa, link.id)
        rows = {row.kind: row.bits for row in seen.likeness.evidence}
        pair = (seen.registered.display_name, link, rows)
        best.setdefault(seen.sought.display_name, pair)
    return best


@pytest.mark.parametrize("order", [(register, seek), (seek, register)], ids=["met", "sought"])
def test_each_child_is_found_before_strangers_of_the_very_same_name(gate, order):
    (request_id,) = [one for one in (act(gate) for act in order) if one]

    best = found(gate, request_id)

    assert {name: there for name, (there, _, _) in best.items()} == SOUGHT
    for _, link, rows in best.values():
        assert rows["mother"] > 2
        assert rows.get("brother", 0) > 0
        assert link.bits > 0


def test_without_the_family_the_strangers_would_come_first(gate):
    register(gate)
    request_id = gate.world.case(
        gate.awa, COMPLETE, enquirer=person("Papa Ndaw", sex=Sex.MALE),
        sought=(son("Mamadou Diallo", 24),), state=CaseState.SUBMITTED,
    )  # fmt: skip

    assert found(gate, request_id)["Mamadou Diallo"][0] == "Mamadou Diallo"
