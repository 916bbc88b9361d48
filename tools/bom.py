"""What rfl is made of: every package it needs at run time, with version, hash and licence.

`make bom` writes dist/rfl.cdx.json (CycloneDX 1.6). Off-line: it reads what is installed, and
requirements/runtime.txt for versions and hashes. It ends with status 1 if a licence is not allowed.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements" / "runtime.txt"
OUT = ROOT / "dist" / "rfl.cdx.json"

ALLOWED = (
    *("MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL", "Mozilla"),
    *("HPND", "Unlicense", "Zlib", "CC0", "LGPL", "Lesser General Public", "Zope Public"),
)
"""Licences that a library beneath rfl may have: free, and asking nothing of what uses it beyond
itself. The GPL and the AGPL would ask it of rfl and of whoever builds on it."""

UNSTATED = {"huey": "MIT"}
"""Packages that state no licence in their metadata, with that of the file in their source."""

REFUSED = re.compile(r"(?<![L])(?:A?GPL)|(?<!Lesser )General Public|Affero|Commercial|Proprietary")


@dataclass(frozen=True, slots=True)
class Package:
    """One package beneath rfl."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Tell whether its licence is one of those allowed, and none that is refused."""
        return is_allowed(self.licence)


def is_allowed(licence: str) -> bool:
    """Tell whether a licence may stand beneath rfl. Of 'A or B' one is enough; unknown is not."""
    choices = re.split(r"\s+OR\s+", licence)
    return any(any(word in one for word in ALLOWED) and not REFUSED.search(one) for one in choices)


def packages(pins: Path = PINS) -> Iterator[Package]:
    """Yield every package that is pinned, as it is installed here."""
    text = pins.read_text(encoding="utf-8")
    for found in re.finditer(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==([^\s;\\]+)", text, re.MULTILINE):
        rest = text[found.end() :].split("\n\n", 1)[0]
        upto = re.search(r"^[a-z]", rest, re.MULTILINE)
        own = rest[: upto.start()] if upto else rest
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", own))
        try:
            installed = distribution(found[1])
        except PackageNotFoundError:
            continue  # pinned for another system, as colorama is for Windows
        yield Package(found[1], found[2], licence_of(installed), hashes)


def licence_of(installed: Distribution) -> str:
    """Return the licence that a package states: as an expression, a class, or in words."""
    about = installed.metadata
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classes = [
        line.rsplit("::", 1)[1].strip()
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    words = str(about.get("License") or "").strip()
    first = words.splitlines()[0] if words else ""
    stated = " AND ".join(classes) or first
    return stated or UNSTATED.get(about["Name"], "unknown")


def bom(found: list[Package]) -> Bom:
    """Return the bill of materials of `found`."""
    made = Bom()
    make, hashed = LicenseFactory(), HashTypeFactory()
    for one in found:
        made.components.add(
            Component(
                type=ComponentType.LIBRARY,
                name=one.name,
                version=one.version,
                purl=PackageURL("pypi", None, one.name.lower(), one.version),
                licenses=[make.make_from_string(one.licence)],
                hashes=[hashed.from_composite_str(f"sha256:{one.hashes[0]}")],
            )
        )
    return made


def main() -> int:
    """Write the bill of materials, tell the list, and return the status."""
    found = sorted(packages(), key=lambda one: one.name)
    OUT.parent.mkdir(exist_ok=True)
    text = JsonV1Dot6(bom(found)).output_as_string()
    OUT.write_text(json.dumps(json.loads(text), indent=2) + "\n", encoding="utf-8")
    for one in found:
        print(f"{one.name} {one.version}: {one.licence}{'' if one.is_allowed else '  NOT ALLOWED'}")
    print(f"{len(found)} packages, written to {OUT.relative_to(ROOT)}")
    return 0 if all(one.is_allowed for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
