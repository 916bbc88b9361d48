"""The family around a search: who asks, and whom else they miss, as relatives of the one sought.

A mother who looks for two sons tells of each that the other may be with him.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.matching import Relative
from rfl.persons.document import SCHEMA, PersonDocument, decode
from rfl.persons.models import Person
from rfl.persons.particulars import birth_of, names_of
from rfl.persons.rules import RelationKind, Sex
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import SoughtPerson, TracingRequest

_R = RelationKind
BACK: Mapping[RelationKind, tuple[RelationKind, RelationKind]] = {
    _R.SON: (_R.FATHER, _R.MOTHER), _R.DAUGHTER: (_R.FATHER, _R.MOTHER),
    _R.FATHER: (_R.SON, _R.DAUGHTER), _R.MOTHER: (_R.SON, _R.DAUGHTER),
    _R.BROTHER: (_R.BROTHER, _R.SISTER), _R.SISTER: (_R.BROTHER, _R.SISTER),
    _R.WIFE: (_R.HUSBAND, _R.HUSBAND), _R.HUSBAND: (_R.WIFE, _R.WIFE),
    _R.PARTNER: (_R.PARTNER, _R.PARTNER), _R.COUSIN: (_R.COUSIN, _R.COUSIN),
    _R.NEPHEW: (_R.UNCLE, _R.AUNT), _R.NIECE: (_R.UNCLE, _R.AUNT),
    _R.UNCLE: (_R.NEPHEW, _R.NIECE), _R.AUNT: (_R.NEPHEW, _R.NIECE),
}  # fmt: skip
"""What the sought person is to the enquirer → what an enquirer, man or woman, is to them."""

CHILDREN = frozenset({_R.SON, _R.DAUGHTER})
SIBLINGS = frozenset({_R.BROTHER, _R.SISTER})
SPOUSES: Mapping[RelationKind, RelationKind] = {_R.WIFE: _R.MOTHER, _R.HUSBAND: _R.FATHER}


@dataclass(frozen=True, slots=True)
class _Sought:
    """One person sought in a request, opened."""

    person_id: UUID
    relation: RelationKind
    person: PersonDocument


@dataclass(frozen=True, slots=True)
class _Case:
    """Who asks in a request, if known, and everybody who is sought in it."""

    enquirer: PersonDocument | None
    sought: tuple[_Sought, ...]


def kin_of(
    session: Session, receipt: Receipt, asked: Sequence[tuple[UUID, UUID | None]]
) -> list[tuple[Relative, ...]]:
    """Return of each sought person the family of their request, as relatives.

    `asked`: (person, request). Reads all requests in three queries.
    """
    cases = _cases(session, receipt, {request for _, request in asked if request})
    return [
        tuple(_kin(cases[request], person)) if request in cases else () for person, request in asked
    ]


def _cases(session: Session, receipt: Receipt, requests: set[UUID]) -> dict[UUID, _Case]:
    if not requests:
        return {}
    columns = (
        TracingRequest.id.label("request_id"),
        TracingRequest.society_code.label("society"),
        Person.id.label("person_id"),
        Person.sealed.label("sealed"),
    )
    here = (TracingRequest.id.in_(requests), Person.erased_at.is_(None))
    asking = session.execute(
        select(*columns).join(Person, Person.id == TracingRequest.enquirer_id).where(*here)
    ).all()
    missed = session.execute(
        select(*columns, SoughtPerson.id.label("sought_id"), SoughtPerson.sealed.label("search"))
        .join(SoughtPerson, SoughtPerson.request_id == TracingRequest.id)
        .join(Person, Person.id == SoughtPerson.person_id)
        .where(*here)
        .order_by(SoughtPerson.place_in_case)
    ).all()
    items = [_sealed_person(row.sealed, row.society, row.person_id) for row in asking]
    items += [_sealed_person(row.sealed, row.society, row.person_id) for row in missed]
    items += [
        Sealed(row.search, Context(row.society, SoughtPerson.__tablename__, row.sought_id, SCHEMA))
        for row in missed
    ]
    opened = reveal_many(session, receipt, items)
    documents = [decode(one, PersonDocument) for one in opened[: len(asking) + len(missed)]]
    searches = [decode(one, SoughtDocument) for one in opened[len(asking) + len(missed) :]]
    enquirers = {row.request_id: person for row, person in zip(asking, documents, strict=False)}
    sought: defaultdict[UUID, list[_Sought]] = defaultdict(list)
    for row, person, search in zip(missed, documents[len(asking) :], searches, strict=True):
        sought[row.request_id].append(_Sought(row.person_id, search.relation, person))
    return {one: _Case(enquirers.get(one), tuple(sought[one])) for one in requests}


def _sealed_person(sealed: bytes, society: str, person_id: UUID) -> Sealed:
    return Sealed(sealed, Context(society, Person.__tablename__, person_id, SCHEMA))


def _kin(case: _Case, person_id: UUID) -> list[Relative]:
    """Return the enquirer and the other sought people as relatives of `person_id`."""
    me = next((one for one in case.sought if one.person_id == person_id), None)
    if me is None:
        return []
    found = []
    if case.enquirer is not None:
        found.append(_relative(back(me.relation, case.enquirer.sex), case.enquirer))
    found += [
        _relative(between(me.relation, other.relation), other.person)
        for other in case.sought
        if other.person_id != person_id
    ]
    return [one for one in found if one.names]


def back(relation: RelationKind, sex: Sex) -> RelationKind:
    """Return what an enquirer of `sex` is to somebody who is `relation` to them."""
    man, woman = BACK.get(relation, (_R.OTHER_RELATIVE, _R.OTHER_RELATIVE))
    if man != woman and sex not in (Sex.MALE, Sex.FEMALE):
        return _R.OTHER_RELATIVE
    return man if sex is Sex.MALE else woman


def between(mine: RelationKind, theirs: RelationKind) -> RelationKind:
    """Return what one missing person is to another, from what each is to the enquirer."""
    if mine in CHILDREN:
        if theirs in CHILDREN:
            return _R.BROTHER if theirs is _R.SON else _R.SISTER
        return SPOUSES.get(theirs, _R.OTHER_RELATIVE)
    if mine in SIBLINGS and theirs in SIBLINGS | {_R.FATHER, _R.MOTHER}:
        return theirs
    if mine in SPOUSES and theirs in CHILDREN:
        return theirs
    return _R.OTHER_RELATIVE


def _relative(relation: RelationKind, person: PersonDocument) -> Relative:
    return Relative(relation.value, names_of(person.names), birth_of(person.births))
