"""What each thing tells, as docs/EVIDENCE.md shows it: `python -m tests.matching.worth` writes it.

Whoever changes a price, a bound or a letter sees here what else moves by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from rfl.matching import (
    Birth,
    Evidence,
    Name,
    Particulars,
    Place,
    Relative,
    Sighting,
    compare,
)
from rfl.matching.family import SEXES
from rfl.matching.journeys import ROUTES, compare_journeys
from tests.matching import worth_names

PAGE = Path(__file__).resolve().parents[2] / "docs" / "EVIDENCE.md"
COMMAND = "make explained"

HEAD = """# What each thing tells

Written by `make explained`, and checked by the tests: whoever changes a price, a bound or a letter
sees here what else moves by it. Bits are log2 likelihood ratios, after calibration
([ADR 2](adr/0002-matching-in-bits.md), [ADR 10](adr/0010-probabilities-and-thresholds.md)): +3 says
that it is eight times as likely if both are one person.
"""


def page() -> str:
    """Return the whole page, as the engine has it now."""
    parts = (HEAD, _table("Births", ("one says", "the other", "bits", "why"), _births()),
        _table("Families", ("one names", "the other", "bits"), _families()),
        _table("Whom families mean by a word", ("one says", "the other may say"), _relations()),
        _table("Where they come from", ("one says", "the other", "bits", "why"), _origins()),
        _table("The way", ("last news", "met", "bits", "why"), _journeys()),
        _table("Where the ways lead", ("last news", "may be met in"), _ways()),
        _table("What else is told", ("one says", "the other", "bits", "why"), _others()),
        *(_table(*section) for section in worth_names.sections()))  # fmt: skip
    return "\n".join(parts)


def _table(title: str, head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


Side = Mapping[str, object]


def _rows(kind: str, one: Side, other: Side) -> list[Evidence]:
    found = compare(_somebody(**one), _somebody(**other)).evidence
    return [row for row in found if row.kind == kind]


def _bits(kind: str, one: Side, other: Side) -> str:
    return ", ".join(f"{row.bits:+.2f}" for row in _rows(kind, one, other))


def _told(kind: str, one: Side, other: Side) -> tuple[str, str]:
    """Return the bits and the reason of the one row that two people have of a kind."""
    (row,) = _rows(kind, one, other)
    return f"{row.bits:+.2f}", f"{row.reason.value}: {row.because}"


def _somebody(**more: object) -> Particulars:
    return Particulars(names=(Name.of("Mamadou Diallo"),), **more)  # type: ignore[arg-type]  # any


def _births() -> Iterator[Sequence[str]]:
    day = date(1990, 3, 5)
    for first, second in (
        (_day(day), _day(day)),
        (_day(day), _day(date(1990, 5, 3))),
        (_day(day), _day(date(1990, 3, 6))),
        (_day(day), _day(date(1990, 4, 5))),
        (_day(day), _day(date(1991, 3, 5))),
        (_day(day), _day(date(1992, 3, 5))),
        (_day(day), _day(date(1993, 3, 5))),
        (_day(day), _day(date(1990, 11, 20))),
        (_day(day), _day(date(1991, 11, 20))),
        (_day(day), _day(date(1993, 11, 20))),
        (_day(day), _day(date(1975, 7, 9))),
        (_day(date(1990, 1, 1)), _day(date(1990, 1, 1))),
        (_day(date(1990, 1, 1)), _day(day)),
        (_day(date(1990, 1, 1)), _day(date(1991, 3, 5))),
        (_day(date(1990, 1, 1)), _day(date(1993, 1, 1))),
    ):
        told = _told("birth", {"birth": first}, {"birth": second})
        yield str(first.stated), str(second.stated), *told
    for how in ("month", "year", "age", "range", "about"):
        for years in (0, 1, 2, 3, 5, 8, 12, 20, 40):
            one, other = _year(1990, how), _year(1990 + years, how)
            yield (
                str(one.stated),
                str(other.stated),
                *_told("birth", {"birth": one}, {"birth": other}),
            )
    for one, other in ((_year(1990, "age"), _year(1993, "about")), (_year(1990, "year"), _day(day)),
                       (_year(1990, "month"), _day(date(1991, 6, 5))),
                       (_year(1990, "year"), _day(date(1991, 1, 1)))):  # fmt: skip
        yield str(one.stated), str(other.stated), *_told("birth", {"birth": one}, {"birth": other})


def _day(day: date) -> Birth:
    return Birth(day, day, "day", day.isoformat())


def _year(year: int, how: str) -> Birth:
    last = date(year, 1, 31) if how == "month" else date(year, 12, 31)
    return Birth(date(year, 1, 1), last, how, f"{how} {year}")


def _families() -> Iterator[Sequence[str]]:
    for one, other in (
        ("father Samba", "father Samba"),
        ("father Samba", "father Sambaa"),
        ("father Samba", "father Yaya"),
        ("father Bagirishya", "father Bagirishya"),
        ("father Samba Diallo", "father Samba Jallow"),
        ("father Samba Diallo", "father Yaya Keita"),
        ("father Samba Bagirishya Mukamana", "father Samba Bagirishya Mukamana"),
        ("mother Coumba Sow", "mother Kumba Sowe"),
        ("mother Coumba Sow", "mother Fatou Sow"),
        ("mother Ngozi Okonkwo", "mother Ngozi Okonkwo"),
        ("brother Salif Kanu", "brother Salifu Kanu"),
        ("brother Salif Kanu", "cousin Salifu Kanu"),
        ("brother Salif Kanu", "sister Salif Kanu"),
        ("brother Ousmane", "brother Karamoko"),
        ("wife Aminata Barry", "wife Aminata Bari"),
        ("wife Aminata Barry", "partner Aminata Barry"),
        ("husband Demba Sow", "husband Demba Sow"),
        ("son Demba Sow", "daughter Awa Sow"),
        ("son Demba Sow", "son Demba Sow"),
        ("uncle Yero Kandé", "guardian Yero Kande"),
        ("grandmother Coumba Sow", "grandfather Coumba Sow"),
        ("travel_companion Karamoko Fadiga", "travel_companion Karamo Fadiga"),
        ("other_relative Karamoko Fadiga", "niece Karamo Fadiga"),
        ("father 1960 Samba", "father 1961 Samba"),
        ("father 1960 Samba", "father 1985 Samba"),
        ("father 1960 Moussa", "father 1961 Moussa"),
        ("father Moussa", "mother Moussa"),
        ("father Samba Diallo", "father Samba Keita"),
        ("father Samba", "father Samba Keita Fadiga Karamoko"),
        ("father Diallo", "father Jallow"),
        ("brother Moussa Ali", "brother Musa Ali"),
        ("brother Moussa Ali", "cousin Musa Ali"),
        ("brother 1990 Moussa Ali", "brother 1991 Musa Ali"),
        ("brother 1990 Moussa Ali", "brother 1993 Musa Ali"),
        ("brother Moussa Ali", "brother Moussa Sow"),
        ("brother Moussa, brother Ali", "brother Ali, brother Moussa"),
        ("brother Moussa, cousin Moussa", "brother Moussa"),
        ("mother Coumba Sow, brother Salif Kanu", "mother Kumba Sow, brother Salif Kanu"),
    ):
        sides = ({"relatives": _relatives(one)}, {"relatives": _relatives(other)})
        kinds = dict.fromkeys(word.split()[0] for word in f"{one}, {other}".split(", "))
        told = filter(None, (_bits(kind, *sides) for kind in kinds))
        yield one, other, "; ".join(told) or "nothing"


def _relations() -> Iterator[Sequence[str]]:
    """Yield of each relation those that may be told of the same relative, who bears one name."""
    words = sorted({*SEXES, "partner", "guardian", "cousin", "other_relative", "travel_companion"})
    for one in words:
        yield one, ", ".join(other for other in words if _may_be_one(one, other)) or "nothing else"


def _may_be_one(one: str, other: str) -> bool:
    sides = [{"relatives": _relatives(f"{word} Karamoko Fadiga")} for word in (one, other)]
    return any(row.bits > 0 for word in {one, other} for row in _rows(word, *sides))


def _relatives(text: str) -> tuple[Relative, ...]:
    found = []
    for part in text.split(", "):
        relation, *told = part.split()
        birth = _year(int(told.pop(0)), "year") if told[0].isdecimal() else None
        found.append(Relative(relation, (Name.of(" ".join(told)),), birth))
    return tuple(found)


def _origins() -> Iterator[Sequence[str]]:
    for one, other in (
        ("SN Kolda", "SN Kolda"),
        ("SN Kolda", "SN Tambacounda"),
        ("SN Kolda", "SN Dakar"),
        ("SN Kolda", "GM Basse Santa Su"),
        ("SN Kolda", "ML Gao"),
        ("SN Kolda", "AF Herat"),
        ("SN Sinthiou Malème", "SN Sinchu Malem"),
        ("SN Sinthiou Malème", "SN Senthu Maleme"),
        ("SN Darou Mousty, Kébémer", "SN Daaru Musti"),
        ("SN Medina Xoor", "SN Tawfeex"),
        ("SN Medina Xoor", "GM Tawfeex"),
        ("SN ", "SN "),
        ("SN ", "GM "),
        ("SN كولدا", "SN Kolda"),
        ("SN Kolda", "   Kolda"),
        ("SN Kolda", "ML Kolda"),
        ("SN Kolda", "SN Kolda, Sikilo"),
        ("SN Sikilo, Kolda", "SN Kolda"),
        ("SN Kolda", "SN Bignona"),
        ("SN Kolda", "SN Sédhiou"),
        ("SN Kolda", "SN Matam"),
        ("SN Kolda", "SN "),
        ("SN Kolda", "   Zubenelo"),
        ("   Kolda", "   Kolda"),
        ("AF Herat", "IR Mashhad"),
        ("AF Kabul", "AF Herat"),
        ("SN Medina Xoor", "SN Madina Hor"),
        ("SN Medina Xoor", "SN Medina Gounass"),
    ):
        sides = [{"origin": Place(text[:2].strip() or None, text[3:])} for text in (one, other)]
        yield one, other, *_told("origin", *sides)


def _journeys() -> Iterator[Sequence[str]]:
    for one, other in (
        ("ML Gao 2026-01-05", "IT Lampedusa 2026-04-01"),
        ("TR Edirne 2026-01-05", "BA Bihać 2026-03-01"),
        ("BR Recife 2026-01-05", "CL Arica 2026-03-01"),
        ("TR Edirne 2026-01-05", "GM Banjul 2026-03-01"),
        ("SN Dakar 2026-01-05", "BA Bihać 2026-01-07"),
        ("SN Dakar 2026-01-05", "BA Bihać 2026-01-17"),
        ("SN Dakar 2026-05-05", "ES  2026-01-07"),
        ("SN Dakar 2026-01-30", "ES  2026-01-07"),
        ("SN Dakar 2026-02-06", "ES  2026-01-07"),
        ("SN Dakar 2026-02-07", "ES  2026-01-07"),
        ("SN Dakar 2026-01-07", "SN Dakar 2026-01-07"),
        ("SN Dakar 2026-01-07", "SN Kolda 2026-01-08"),
        ("SN Dakar 2026-01-07", "MA Tanger 2026-01-07"),
        ("SN Dakar 2026-01-07", "ML Bamako 2026-01-07"),
        ("ES  2026-01-07", "SN Dakar 2026-03-07"),
        ("BR  2026-01-07", "SN  2026-03-07"),
        ("BR  2026-01-07", "CL  2026-03-07"),
        ("   2026-01-07", "SN Dakar 2026-03-07"),
    ):
        sides = ({"sighting": _seen(one)}, {"sighting": _seen(other)})
        yield one, other, *_told("journey", *sides)


def _seen(text: str) -> Sighting:
    country, place, day = text[:2].strip(), text[3:-11], text[-10:]
    return Sighting(Place(country or None, place), date.fromisoformat(day))


def _ways() -> Iterator[Sequence[str]]:
    lands = sorted({land for route in ROUTES for land in route})
    for land in lands:
        met = [one for one in lands if one != land and _leads(land, one)]
        yield land, " ".join(met) or "nowhere further"


def _leads(last: str, met: str) -> bool:
    seen = (Sighting(Place(land, ""), date(2026, 1, 5)) for land in (last, met))
    told = compare_journeys(*(Particulars(names=(), sighting=one) for one in seen))
    return told is not None and told.bits > 0


def _others() -> Iterator[Sequence[str]]:
    for kind, one, other in (
        ("sex", "male", "male"),
        ("sex", "male", "female"),
        ("languages", "Pulaar", "Fula"),
        ("languages", "Dari", "Persian"),
        ("languages", "Malinke", "Mandinka"),
        ("languages", "Peul", "Poular"),
        ("languages", "Fulani", "fulfulde"),
        ("languages", "Mandingo", "Mandinka"),
        ("languages", "Farsi", "Dari "),
        ("languages", "Wolof, French", "French, Wolof, Serer"),
        ("languages", "Wolof", "Dari"),
        ("languages", "Wolof, French, Serer, Dari", "Wolof, French, Serer, Dari"),
        ("marks", "scar on chin", "scar on chin"),
        ("marks", "scar on chin", "scar on the chin"),
        ("marks", "scar on chin", "blue eyes"),
        ("occupation", "tailor", "tailor"),
        ("occupation", "tailor", "tailors"),
        ("occupation", "tailor", "fisher"),
        ("telephones", "+221 77 123 45 67", "77 123 45 67"),
        ("telephones", "+221 77 123 45 67", "77 123 45 68"),
        ("telephones", "+221 77 123 45 67", "+220 77 123 45 67"),
        ("telephones", "+221 77 123 45 67", "00221 77 123 45 67"),
        ("telephones", "077 123 45 67", "77 123 45 67"),
        ("telephones", "77 123, 77 456 78", "0 77 456 78"),
        ("telephones", "123 45", "123 45"),
        ("telephones", "123 456", "123 456"),
        ("telephones", "+221 12345", "12345"),
        ("telephones", "+221 771234567", "٧٧١٢٣٤٥٦٧"),
    ):
        sides = [{kind: text if kind in LONE else tuple(text.split(", "))} for text in (one, other)]
        yield one, other, *_told(kind.removesuffix("s") if kind == "telephones" else kind, *sides)


LONE = frozenset({"sex", "occupation"})


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
