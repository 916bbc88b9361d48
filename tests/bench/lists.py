"""Lists of invented people with the faults of real ones, and which rows are one person.

The kind of Splink's 'historical 50k' (people of past centuries, several records each), which no
package ships. The noise is open to see: SHARES says how often what goes wrong.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from rfl.demo.names import slip, spelt
from tests.bench.people import coined, somebody

SHARES = {
    "missing": 0.08,  # of given names and surnames; twice as often of the rest
    "slip": 0.10,  # of the pen, in any word
    "other_spelling": 0.15,  # another clerk's spelling of the name
    "initial": 0.06,
    "added": 0.10,  # a second given name
    "crossed": 0.02,  # given name and surname in each other's column
    "year_only": 0.12,
    "swapped": 0.03,  # day and month
    "wrong_digit": 0.08,  # of the date of birth
    "moved": 0.15,  # another town and postcode
    "other_work": 0.35,
}
"""Share of records in which a field is hit; each field by itself."""

WORKS = ("farmer", "teacher", "tailor", "fisher", "soldier", "writer", "driver", "priest", "weaver",
         "smith", "trader", "nurse", "painter", "mason", "carpenter")  # fmt: skip
TOWNS, POSTCODES = 400, 8_000
HEADER = ("id", "first_name", "surname", "dob", "birth_place", "postcode", "gender", "occupation",
          "cluster")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One row; names as entries `fr|en|…` until they are written."""

    given: str
    second: str
    surname: str
    dob: str
    town: str
    postcode: str
    sex: str
    work: str


def historical(records: int, seed: int) -> Iterator[tuple[str, ...]]:
    """Yield `records` rows under HEADER, one to eight of one person, in no order."""
    random = Random(seed)
    rows: list[tuple[str, Record]] = []
    person = 0
    while len(rows) < records:
        person += 1
        true = _person(random)
        times = min(8, 1 + int(random.expovariate(1 / 3)))
        rows += [(str(person), _noisy(true, random)) for _ in range(times)]
    random.shuffle(rows)
    for number, (cluster, record) in enumerate(rows[:records]):
        yield (str(number), *_written(record, random), cluster)


def pair_of_lists(people: int, seed: int) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return two lists of `people` rows; two thirds of the people stand in both."""
    random = Random(seed)
    both = [_person(random) for _ in range(people * 2 // 3)]
    lists = []
    for name in "ab":
        rest = [(f"{name}{n}", _person(random)) for n in range(people - len(both))]
        rows = [*((str(n), one) for n, one in enumerate(both)), *rest]
        random.shuffle(rows)
        lists.append(
            [
                (f"{name}{n}", *_written(_noisy(one, random), random), cluster)
                for n, (cluster, one) in enumerate(rows)
            ]
        )
    return lists[0], lists[1]


def write(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """Write `rows` under HEADER, the last column too; return `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path


def _person(random: Random) -> Record:
    truth = somebody(random)
    born = truth.born.replace(year=truth.born.year - random.randrange(0, 40))
    return Record(
        truth.given, somebody(random).given, truth.family, born.isoformat(),
        _town(random), _postcode(random), truth.sex.value, random.choice(WORKS),
    )  # fmt: skip


def _town(random: Random) -> str:
    return coined(random, TOWNS, 2).partition("|")[0]


def _postcode(random: Random) -> str:
    return f"{random.choice('ABCDEGHLMNPRSTW')}{random.randrange(1, 30)} {random.randrange(1, 10)}"


def _noisy(true: Record, random: Random) -> Record:
    def hit(name: str, times: float = 1.0) -> bool:
        return random.random() < SHARES[name] * times

    found = replace(true, second=true.second if hit("added") else "")
    if hit("moved"):
        found = replace(found, town=_town(random), postcode=_postcode(random))
    if hit("other_work"):
        found = replace(found, work=random.choice(WORKS))
    if hit("crossed"):
        found = replace(found, given=found.surname, surname=found.given)
    gone = {n: "" for n in ("dob", "town", "postcode", "work") if hit("missing", 2)}
    gone |= {n: "" for n in ("given", "surname", "sex") if hit("missing")}
    return replace(
        found, **gone, **({} if "dob" in gone else {"dob": _date(true.dob, hit, random)})
    )


def _date(dob: str, hit, random: Random) -> str:
    year, month, day = dob.split("-")
    if hit("year_only"):
        return year
    if hit("swapped"):
        return f"{year}-{day}-{month}" if int(day) <= 12 else dob
    if hit("wrong_digit"):
        place, figures = random.choice(((2, "789"), (3, "0123456789"), (9, "123456789")))
        return f"{dob[:place]}{random.choice(figures)}{dob[place + 1 :]}"
    return dob


def _written(record: Record, random: Random) -> tuple[str, ...]:
    def spell(name: str) -> str:
        if not name:
            return ""
        clerk = 0 if random.random() < SHARES["other_spelling"] else 1
        word = spelt(name, clerk)
        return slip(word, random) if random.random() < SHARES["slip"] else word

    given = spell(record.given)
    if given and random.random() < SHARES["initial"]:
        given = given[0]
    elif record.second:
        given = f"{given} {spell(record.second)}".strip()
    town = slip(record.town, random) if random.random() < SHARES["slip"] / 2 else record.town
    return (
        given, spell(record.surname), record.dob, town, record.postcode, record.sex, record.work,
    )  # fmt: skip
