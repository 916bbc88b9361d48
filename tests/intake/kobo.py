"""A small KoboToolbox export, with the troubles that real ones have."""

import csv
import io

HEADERS = (
    "_id", "_uuid", "_submission_time", "_submitted_by", "today", "person/full_name",
    "person/name_native", "person/father_name", "person/mother_name", "person/sex",
    "person/birth_date", "person/age", "person/origin_country", "person/origin_place",
    "person/phone", "site/name", "site/country", "consent/share_partners", "notes",
)  # fmt: skip


def row(number: int, name: str = "Momodou Jallow", **cells: str) -> dict[str, str]:
    """Return one good row, with some cells changed ('person__sex' for 'person/sex')."""
    found = dict.fromkeys(HEADERS, "")
    found |= {
        "_id": str(number),
        "_uuid": f"uuid-{number:05d}",
        "_submission_time": "2026-10-03T09:00:00",
        "today": "2026-10-03",
        "person/full_name": name,
        "person/sex": "male",
        "person/age": "24",
        "person/origin_country": "Gambia",
        "person/origin_place": "Basse",
        "site/name": "Banjul",
        "consent/share_partners": "yes",
    }
    return found | {key.replace("__", "/"): value for key, value in cells.items()}


def export(rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the rows as an export."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADERS, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
