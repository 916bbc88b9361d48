"""A list of people, kept by column: each distinct value once, each row a number. Pure."""

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from rfl.errors import RuleBrokenError
from rfl.matching.records.columns import ID, KINDS, Kind, Mapped
from rfl.text import Text

Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.float64]

NOTHING = frozenset(["nan", "none", "null", "n/a", "na", "-", "?", "unknown"])


_SEX_WORDS = {
    "m": "m male man boy h homme masculin masculino hombre ذكر",
    "f": "f female woman girl femme féminin feminin femenino mujer w weiblich انثى أنثى",
}
SEXES = {word: sex for sex, words in _SEX_WORDS.items() for word in words.split()}
NUMBERED = frozenset({Kind.DATE, Kind.NUMBER, Kind.CODE, Kind.PHONE})
FLOAT = re.compile(r"[0-9]{1,16}[.,][0-9]{1,16}(?:e[+]?[0-9]{1,2})?|[0-9]{1,16}e[+]?[0-9]{1,2}")


class Values:
    """The distinct values of a field in both lists; number 0 is 'not given'."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        """Return the number of `text`, a new one for a new text."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


@dataclass(frozen=True, slots=True)
class People:
    """One list: ids in its order, and for each field the number of each row's value."""

    ids: tuple[str, ...]
    fields: Mapping[str, Numbers]

    def __len__(self) -> int:
        return len(self.ids)


def fields_of(*lists: Mapped) -> tuple[str, ...]:
    """Return the fields that all lists have. A name that one list has undivided stays so in both.

    Raises:
        RuleBrokenError: there are fewer than two fields, or none that tells people apart.

    """
    have = [_with_full(set(one) - {ID}) for one in lists]
    common = set.intersection(*have)
    if {"given_name", "surname"} <= common:
        common.discard("full_name")
    elif "full_name" in common:
        common -= {"given_name", "surname"}
    if not any(KINDS[field] is Kind.NAME for field in common):
        raise RuleBrokenError(
            "No column of names was recognised in both lists. Say with --map which one it is."
        )
    return tuple(field for field in KINDS if field in common)


def _with_full(fields: set[str]) -> set[str]:
    return fields | {"full_name"} if fields & {"given_name", "surname"} else fields


def collect(
    rows: Iterable[Sequence[str]],
    mapped: Mapped,
    fields: Sequence[str],
    values: Mapping[str, Values],
) -> People:
    """Return the people in `rows`; ids are row numbers, from 1, where the list has none.

    Raises:
        RuleBrokenError: two rows have one id, or there are no rows.

    """
    ids: list[str] = []
    numbers = {field: array("q") for field in fields}
    columns = [
        (numbers[field].append, _reader(mapped, field), _Known(field, values[field]))
        for field in fields
    ]
    for row_number, row in enumerate(rows, 1):
        ids.append((row[mapped[ID]] if ID in mapped else "") or str(row_number))
        for append, reader, known in columns:
            append(known[reader(row)])
    if not ids:
        raise RuleBrokenError("A list has a header line but no rows.")
    _check_ids(ids)
    return People(tuple(ids), {f: np.array(n, dtype=np.int64) for f, n in numbers.items()})


def _check_ids(ids: Sequence[str]) -> None:
    if len(set(ids)) == len(ids):
        return
    seen: set[str] = set()
    for number, one in enumerate(ids, 1):
        if one in seen:
            raise RuleBrokenError(
                Text(
                    "Row %(row)d has an id that another row has already. Say with --map which "
                    "column is the id, or give the column the field ‘ignore’.",
                    row=number,
                )
            )
        seen.add(one)


class _Known(dict[str, int]):
    """The number of the value of each text of a column; one that comes again is known."""

    def __init__(self, field: str, values: Values) -> None:
        super().__init__()
        self._field, self._values = field, values

    def __missing__(self, text: str) -> int:
        number = self[text] = self._values.number(_folded(self._field, text))
        return number


def _reader(mapped: Mapped, field: str) -> Callable[[Sequence[str]], str]:
    """Return what reads the text of `field` out of a row."""
    if field == "full_name" and field not in mapped:
        places = [mapped[part] for part in ("given_name", "surname") if part in mapped]
        return lambda row: _joined(row[place] for place in places)
    return itemgetter(mapped[field])


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part.strip().lower() not in NOTHING)


def _folded(field: str, text: str) -> str:
    folded = " ".join(text.lower().split())
    if folded in NOTHING:
        return ""
    if field == "sex":
        return SEXES.get(folded, folded)
    return _whole(folded) if KINDS[field] in NUMBERED else folded


def _whole(text: str) -> str:
    """Return a number as it was typed, before a spreadsheet made '19850312.0' or '2.2e7' of it."""
    if not FLOAT.fullmatch(text):
        return text
    number = Decimal(text.replace(",", "."))
    return str(int(number)) if number == number.to_integral_value() else text
