"""How common a name is where no index tells. Pure."""

from collections.abc import Collection

from rfl.matching.classes import OWN, lexicon

DEFAULT_SHARE = 1 / 4_000
"""Share of an unlisted name where no index tells: measured on full names of many countries."""

DEFAULT_CLASS_SHARE = 1 / 250
"""Share of a name that stands in the lexicon: it stands there because it is common."""

VERY_COMMON = {
    "mohamed": 0.06, "mamadou": 0.03, "diallo": 0.03, "ahmed": 0.03, "fatoumata": 0.02,
    "ali": 0.03, "ba": 0.02, "ndiaye": 0.02, "traore": 0.02, "moussa": 0.015, "ibrahima": 0.02,
    "fatima": 0.02, "husayn": 0.015, "hasan": 0.015, "abdullah": 0.015, "camara": 0.015,
    "md": 0.05, "mst": 0.03,
}  # fmt: skip


class CommonSense:
    """Rarity without an index: the lexicon's names are common, the few in VERY_COMMON more so."""

    def frequency(self, keys: Collection[str]) -> float:
        """Return the share of people who bear any of `keys`."""
        known = lexicon().by_key
        slugs = {slug for key in keys for slug in known.get(key, ())}
        if not slugs:
            return DEFAULT_SHARE
        return max(_class_share(slug) for slug in slugs)


def _class_share(slug: str) -> float:
    if slug.startswith(OWN):
        return DEFAULT_SHARE  # a society adds what no list has
    return VERY_COMMON.get(slug, DEFAULT_CLASS_SHARE)
