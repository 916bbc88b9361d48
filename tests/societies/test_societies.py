import pytest
from sqlalchemy import select

from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.societies import service
from rfl.societies.catalogue import SOCIETIES
from rfl.societies.countries import NO_COUNTRY_CODES, countries, longer_codes
from rfl.societies.models import Site
from rfl.societies.rules import SiteKind


@pytest.fixture
def admin(world):
    return world.colleague(Role.ADMIN)


def names(world, society="SN"):
    with world.begin() as session:
        return [site.name for site in service.sites(session, society)]


def test_the_programme_has_its_28_societies_each_with_a_country_a_route_and_a_place(world):
    with world.begin() as session:
        found = service.societies(session)
        places = {site.society_code for site in session.scalars(select(Site))}

    assert len(SOCIETIES) == len({entry.code for entry in SOCIETIES}) == 28
    assert {one.code for one in found} == {entry.code for entry in SOCIETIES} == places
    assert all(one.name and one.country and one.routes for one in found)
    assert [one.country for one in found] == sorted(one.country for one in found)


def test_seeding_again_changes_nothing(world):
    before = names(world)
    with world.begin() as session:
        service.seed(session)
    assert names(world) == before


def test_codes_are_those_of_iso_3166_and_no_withdrawn_ones():
    assert {entry.code for entry in SOCIETIES} <= set(countries())
    assert countries()["GM"] == "The Gambia"
    assert not NO_COUNTRY_CODES & (countries().keys() | longer_codes().keys())
    assert countries().keys() == longer_codes().keys()
    assert all(len(code) == 2 and code.isupper() for code in countries())


def test_another_society_of_the_world_is_added_with_keys_of_its_own(world):
    with world.begin() as session:
        added = service.add_society(session, " ke ", "  Kenya Red Cross Society ")
        assert (added.code, added.name, added.country) == ("KE", "Kenya Red Cross Society", "Kenya")

    officer = world.colleague(Role.OFFICER, society="KE")  # sealed under the society's own key
    assert world.row(world.case(officer)).number.startswith("KE-")
    with world.begin() as session:
        assert service.society(session, "KE").name == "Kenya Red Cross Society"


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        ("SN", "Another Society", "is here already"),
        ("XK", "A Society", "no ISO 3166-1 country code"),
        ("SEN", "A Society", "no ISO 3166-1 country code"),
        ("KE", "   ", "Give the society’s name"),
    ],
)
def test_a_society_twice_of_no_country_or_without_a_name_is_refused(world, code, name, sentence):
    with world.begin() as session, pytest.raises(RuleBrokenError, match=sentence):
        service.add_society(session, code, name)
    with world.begin() as session:
        assert len(service.societies(session)) == len(SOCIETIES)


def test_a_society_that_is_not_here_is_not_found(world):
    with world.begin() as session, pytest.raises(NotFoundError):
        service.society(session, "KE")


def test_a_site_is_opened_closed_and_opened_again_under_one_name(world, admin):
    with world.begin() as session:
        opened = service.add_site(session, admin, " Rosso ", SiteKind.TRANSIT).id
    assert "Rosso" in names(world)

    with world.begin() as session:
        service.close_site(session, admin, opened)
    assert "Rosso" not in names(world)

    with world.begin() as session:
        again = service.add_site(session, admin, "Rosso", SiteKind.HSP_FIXED)
        assert (again.id, again.kind) == (opened, SiteKind.HSP_FIXED)
    assert "Rosso" in names(world)
    assert world.trail(opened) == [Act.SITE_CHANGED] * 3


def test_a_site_needs_a_name_that_no_open_one_bears(world, admin):
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Give the site a name"):
        service.add_site(session, admin, "  ", SiteKind.BRANCH)
    known = names(world)[0]
    with world.begin() as session, pytest.raises(RuleBrokenError, match="already"):
        service.add_site(session, admin, known, SiteKind.BRANCH)


def test_sites_are_for_the_administrator_of_the_society_alone(world, admin):
    officer, other = world.colleague(Role.OFFICER), world.colleague(Role.ADMIN, society="GM")
    with world.begin() as session:
        site = service.add_site(session, admin, "Rosso", SiteKind.TRANSIT).id
    with world.begin() as session, pytest.raises(DeniedError):
        service.add_site(session, officer, "Podor", SiteKind.TRANSIT)
    with world.begin() as session, pytest.raises(NotFoundError):
        service.close_site(session, other, site)
    assert "Rosso" in names(world)


def test_numbers_go_up_one_by_one_in_each_society_kind_and_year(world):
    with world.begin() as session:
        first = service.next_numbers(session, "SN", "request", 2026, 2)
        person = service.next_number(session, "SN", "registration", 2026)
    with world.begin() as session:
        third = service.next_number(session, "SN", "request", 2026)
        other = service.next_number(session, "GM", "request", 2026)
        year = service.next_number(session, "SN", "request", 2027)

    assert [*first, third] == ["SN-2026-00001", "SN-2026-00002", "SN-2026-00003"]
    assert person == "SN-R-2026-00001"
    assert (other, year) == ("GM-2026-00001", "SN-2027-00001")


def test_the_page_of_sites_opens_and_closes_them(site):
    browser = site.as_(site.world.colleague(Role.ADMIN))
    browser.fill("/sites", {"name": "Rosso", "kind": "transit"})
    assert "Rosso" in browser.get("/sites").text
    assert browser.fill("/sites", {"name": "Rosso", "kind": "transit"}, status=422)

    with site.world.begin() as session:
        rosso = next(s for s in service.sites(session, "SN") if s.name == "Rosso")
    browser.post(f"/sites/{rosso.id}/close")
    assert "Rosso" not in names(site.world)
