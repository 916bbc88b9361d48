import re
from itertools import pairwise

import pytest
from sqlalchemy import select

from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.societies import service
from rfl.societies.catalogue import SOCIETIES
from rfl.societies.countries import NO_COUNTRY_CODES, countries, longer_codes
from rfl.societies.models import NumberSeries, Site
from rfl.societies.rules import SiteKind, scattered


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


def test_each_number_is_given_once_in_its_society_kind_and_year(world):
    with world.begin() as session:
        given = service.next_numbers(session, "SN", "request", 2026, 30)
        person = service.next_number(session, "SN", "registration", 2026)
    with world.begin() as session:
        given += service.next_numbers(session, "SN", "request", 2026, 30)
        other = service.next_number(session, "GM", "request", 2026)
        year = service.next_number(session, "SN", "request", 2027)

    assert len(set(given)) == 60
    assert all(re.fullmatch(r"SN-2026-\d{5}", number) for number in given)
    assert person.startswith("SN-R-2026-")
    assert other.startswith("GM-2026-")
    assert year.startswith("SN-2027-")


def test_numbers_tell_neither_how_many_there_are_nor_what_lies_between_two(world):
    """A counter would: a gap is a record unknown to the reader, the newest one is a count."""
    with world.begin() as session:
        given = service.next_numbers(session, "SN", "request", 2026, 40)
        series = session.get_one(NumberSeries, ("SN", "request", 2026))
        again = [scattered(place, series.seed) for place in range(40)]

    figures = [int(number.rsplit("-", 1)[1]) for number in given]
    assert figures == again
    assert max(figures) > 10_000
    assert sum(abs(one - other) == 1 for one, other in pairwise(figures)) < 3
    assert figures != sorted(figures)


@pytest.mark.parametrize("seed", [0, 7, 2**61])
def test_every_number_of_five_figures_is_given_before_six_are_needed(seed):
    assert {scattered(place, seed) for place in range(100_000)} == set(range(100_000))
    assert 100_000 <= scattered(100_000, seed) < 1_000_000
    assert scattered(1_000_000, seed) == 1_000_001


def test_a_series_begun_before_numbers_were_scattered_goes_on_as_it_was():
    assert [scattered(place, None) for place in (0, 1, 416)] == [1, 2, 417]


def test_the_page_of_sites_opens_and_closes_them(site):
    browser = site.as_(site.world.colleague(Role.ADMIN))
    browser.fill("/sites", {"name": "Rosso", "kind": "transit"})
    assert "Rosso" in browser.get("/sites").text
    assert browser.fill("/sites", {"name": "Rosso", "kind": "transit"}, status=422)

    with site.world.begin() as session:
        rosso = next(s for s in service.sites(session, "SN") if s.name == "Rosso")
    browser.post(f"/sites/{rosso.id}/close")
    assert "Rosso" not in names(site.world)
