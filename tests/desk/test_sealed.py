"""The list of sealed records: held by the focal points of that society, and by nobody else."""

from rfl.access import service as access
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from tests.tracing.web import words_of
from tests.tracing.world import person


def test_the_focal_point_holds_the_list_of_sealed_records_and_who_may_open_them(site):
    world = site.world
    head = world.colleague(Role.SUPERVISOR, name="Ousmane Faye")
    focal, abroad = (world.colleague(Role.SAFEGUARDING, society=code) for code in ("SN", "GM"))
    sealed = world.case(head, enquirer=person("Canary Fofana"))
    plain = world.case(head)
    world.set(sealed, sensitivity=Sensitivity.SEALED)
    with world.begin() as session:
        access.name_reader(session, head, sealed, head.user_id)

    said = words_of(site.as_(focal).get("/access/sealed"))

    assert world.row(sealed).number in said
    assert "Ousmane Faye" in said
    assert "Canary" not in said
    assert world.row(plain).number not in said
    assert "Nothing is sealed" in words_of(site.as_(abroad).get("/access/sealed"))
    site.as_(head).get("/access/sealed", 403)
    assert Act.SEALED_LISTED in world.trail(sealed)


def test_a_sealed_record_that_nobody_can_open_any_more_is_told(site):
    world = site.world
    focal = world.colleague(Role.SAFEGUARDING)
    sealed = world.case(world.colleague(Role.OFFICER))
    world.set(sealed, sensitivity=Sensitivity.SEALED)

    assert "Nobody who works here" in words_of(site.as_(focal).get("/access/sealed"))
