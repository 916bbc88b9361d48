"""Reading side by side: what several want to know at the same time is asked in one statement.

A reading is a generator that yields questions and gets their answers, so that it reads like any
other function: `rows = yield from all_of(select(Link), Link.changed_at)`. `ask` runs one;
`side_by_side` makes one of many, and in each round asks what all of them want to know next. So a
page that is made by twenty domains takes as many statements as its most thorough one.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypeVar, TypeVarTuple, overload

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    cast,
    false,
    func,
    inspect,
    literal,
    null,
    outerjoin,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from typing_extensions import override

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
T = TypeVar("T")
Columns = TypeVarTuple("Columns")


class Question(ABC):
    """Something to be known, of a kind whose questions are answered together."""

    @classmethod
    @abstractmethod
    def answer(cls, session: Session, asked: Sequence[Self]) -> Sequence[Any]:
        """Return the answers to questions of this kind, in order."""


Reading = Generator[Sequence[Question], Sequence[Any], T]
"""What yields questions, gets their answers in order, and returns what it read."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows(Question):
    """The rows of a query without an order of its own, in this order, and at most so many.

    Answered with lists of rows. A query may name an entity or a column once only.
    """

    query: Select[*tuple[Any, ...]]
    order: Sequence[Any] = ()
    most: int | None = None

    @classmethod
    @override
    def answer(cls, session: Session, asked: Sequence[Self]) -> Sequence[Any]:
        """Return the rows of all: alone a query is sent as it stands, several as one."""
        if len(asked) == 1:
            one = asked[0]
            return [session.execute(one.query.order_by(*one.order).limit(one.most)).all()]
        return _of_many(session, asked)


def rows_of(
    query: Select[*Columns], *order: Any, most: int | None = None
) -> Reading[Sequence[Row[*Columns]]]:
    """Read the rows of a query, in this order, at most so many."""
    (found,) = yield [Rows(query, order, most)]
    rows: Sequence[Row[*Columns]] = found
    return rows


def all_of(query: Select[T], *order: Any, most: int | None = None) -> Reading[list[T]]:
    """Read the one thing that each row of a query holds."""
    rows = yield from rows_of(query, *order, most=most)
    return [row[0] for row in rows]


def value_of(query: Select[T]) -> Reading[T]:
    """Read the one value of a query that has one row."""
    (row,) = yield from rows_of(query)
    return row[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Call(Question):
    do: Callable[[Session], Any]

    @classmethod
    @override
    def answer(cls, session: Session, asked: Sequence[Self]) -> Sequence[Any]:
        return [one.do(session) for one in asked]


def by_itself(do: Callable[[Session], T]) -> Reading[T]:
    """Return what `do` finds with the session: for what is seldom asked, or asked elsewhere too."""
    (found,) = yield [_Call(do)]
    value: T = found
    return value


def side_by_side(readings: Iterable[Reading[T]]) -> Reading[list[T]]:
    """Read all of these, in order; what they ask in the same round is asked together."""
    going = dict(enumerate(readings))
    answers: dict[int, Sequence[Any] | None] = dict.fromkeys(going)
    done: dict[int, T] = {}
    while going:
        asked: dict[int, Sequence[Question]] = {}
        for place, reading in list(going.items()):
            try:
                asked[place] = reading.send(answers[place])  # type: ignore[arg-type]  # None begins
            except StopIteration as end:
                done[place] = end.value
                going.pop(place)
        if asked:
            found = iter((yield [one for questions in asked.values() for one in questions]))
            answers = {n: [next(found) for _ in questions] for n, questions in asked.items()}
    return [done[place] for place in sorted(done)]


@overload
def together(_one: Reading[A], _two: Reading[B], /) -> Reading[tuple[A, B]]: ...
@overload
def together(
    _one: Reading[A], _two: Reading[B], _three: Reading[C], /
) -> Reading[tuple[A, B, C]]: ...
@overload
def together(
    _one: Reading[A], _two: Reading[B], _three: Reading[C], _four: Reading[D], /
) -> Reading[tuple[A, B, C, D]]: ...


def together(*readings: Reading[Any]) -> Reading[tuple[Any, ...]]:
    """Read a few different things side by side."""
    return tuple((yield from side_by_side(readings)))


def ask(session: Session, reading: Reading[T]) -> T:
    """Run a reading: each round is one statement of each kind of question."""
    answers: Sequence[Any] | None = None
    while True:
        try:
            asked = reading.send(answers)  # type: ignore[arg-type]  # None begins
        except StopIteration as end:
            value: T = end.value
            return value
        answers = _answered(session, asked)


def _answered(session: Session, asked: Sequence[Question]) -> list[Any]:
    places: dict[type[Question], list[int]] = {}
    for place, one in enumerate(asked):
        places.setdefault(type(one), []).append(place)
    answers: dict[int, Any] = {}
    for kind, own in places.items():
        answers |= zip(own, kind.answer(session, [asked[place] for place in own]), strict=True)
    return [answers[place] for place in range(len(asked))]


ALL = 2**31 - 1
"""So many rows nobody has: the most of a query that has no limit."""

Slot = tuple[object, int]
"""A column of what is found: for keys of one type, shared by all queries, or of one query alone."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A query among others: what it selects, by the slots in which it is found."""

    rows: Rows
    values: Mapping[Slot, ColumnElement[Any]]
    """Keys of entities, and columns as they are."""
    entities: Mapping[Slot, Any]

    def found(self, place: int, slots: Iterable[Slot]) -> Select[*tuple[Any, ...]]:
        """Return the query for what fills its slots, under its number and its rows' own."""
        turn = func.row_number().over(order_by=self.rows.order or None)
        filled = (self.values.get(slot, _NOTHING) for slot in slots)
        return self.rows.query.with_only_columns(
            literal(place),
            turn,
            literal(self.rows.most or ALL),
            *filled,
            maintain_column_froms=True,
        )


_NOTHING: ColumnElement[Any] = null()


def _part(rows: Rows, place: int) -> _Part:
    values, entities = dict[Slot, ColumnElement[Any]](), dict[Slot, Any]()
    keys = Counter[object]()
    for number, told in enumerate(rows.query.column_descriptions):
        if told["expr"] is told["entity"]:
            key = _key(told["entity"])
            slot: Slot = (type(key.type), keys[type(key.type)])
            keys[slot[0]] += 1
            values[slot], entities[slot] = key, told["entity"]
        else:
            values[place, number] = told["expr"]
    return _Part(rows, values, entities)


def _of_many(session: Session, asked: Sequence[Rows]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several queries by one statement.

    First all of them are found, as keys and values under the number of their query; then whatever
    they are keys of is joined to them. So each query is planned as if it were alone.
    """
    parts = [_part(one, place) for place, one in enumerate(asked)]
    types = {slot: value.type for part in parts for slot, value in part.values.items()}
    kinds = (cast(null(), kind).label(f"slot_{n}") for n, kind in enumerate(types.values()))
    none = select(*(literal(0).label(name) for name in ("place", "turn", "most")), *kinds)
    found = union_all(
        none.where(false()), *(part.found(place, types) for place, part in enumerate(parts))
    ).cte("found")
    # Beside what all the queries cost, PostgreSQL would not see what joining a whole table costs.
    found = found.prefix_with("MATERIALIZED", dialect="postgresql")
    place, turn, most, *columns = found.c
    filled: dict[tuple[Slot, Any], Any] = {
        (slot, None): column for slot, column in zip(types, columns, strict=True)
    }
    joined: FromClause = found
    for slot, entity in {pair: None for part in parts for pair in part.entities.items()}:
        alias = _alias(entity, len(filled))
        joined = outerjoin(joined, alias, _key(alias) == filled[slot, None])
        filled[slot, entity] = alias
    numbers = {one: number for number, one in enumerate(filled, 2)}
    picks = [[numbers[slot, part.entities.get(slot)] for slot in part.values] for part in parts]
    answers: list[list[tuple[int, tuple[Any, ...]]]] = [[] for _ in parts]
    query = select(place, turn, *filled.values()).select_from(joined).where(turn <= most)
    for row in session.execute(query):
        answers[row[0]].append((row[1], tuple(row[number] for number in picks[row[0]])))
    return [[row for _, row in sorted(rows, key=lambda one: one[0])] for rows in answers]


@cache
def _alias(entity: Any, number: int) -> Any:
    """Return another name for an entity: made once, it costs nothing."""
    return aliased(entity, name=f"{inspect(entity).local_table.name}_{number}")


def _key(entity: Any) -> Any:
    """Return by which column an entity is found: all that are read so have one."""
    mapper = inspect(entity).mapper
    (column,) = mapper.primary_key
    return getattr(entity, mapper.get_property_by_column(column).key)
