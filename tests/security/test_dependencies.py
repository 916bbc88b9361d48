"""What rfl is made of: all of it known, pinned, and under a licence that asks nothing of others."""

import json

import pytest
from cyclonedx.output.json import JsonV1Dot6

from tools.bom import bom, is_allowed, packages


def test_every_package_beneath_rfl_has_an_allowed_licence():
    found = list(packages())

    assert len(found) > 40
    assert [(one.name, one.licence) for one in found if not one.is_allowed] == []


def test_every_package_is_pinned_with_a_hash():
    for one in packages():
        assert one.hashes, one.name


def test_the_bill_of_materials_names_each_with_its_licence():
    found = list(packages())
    told = json.loads(JsonV1Dot6(bom(found)).output_as_string())

    assert told["bomFormat"] == "CycloneDX"
    assert {part["name"] for part in told["components"]} == {one.name for one in found}
    assert all(part["licenses"] and part["purl"] for part in told["components"])


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0-only", False),
        ("Proprietary", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_which_licences_may_stand_beneath_it(licence, may):
    assert is_allowed(licence) is may
