"""Invents people: one truth, told by different mouths to clerks of different schools. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rfl.demo.names import CLERKS, STOCKS, Stock, slip, spelt
from rfl.matching.types import NameRole
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
    Said,
)
from rfl.persons.rules import Alive, Precision, RelationKind, Sex, SourceKind

SLIPS = 0.06
"""Share of words written with a slip of the pen."""
NATIVE = 0.35
"""Share of people whose name is also written in their own script."""
OTHER_SCRIPT_ONLY = 0.08
"""Share of people written in their own script alone."""
MEN, MOTHERS = 0.78, 0.6
"""Shares: of men among those on the route, and of mothers among those who ask."""
ORPHANS, WITH_SIBLING, TWO_FIELDS = 0.3, 0.4, 0.3
"""Shares: whose father is dead, who names a brother or sister, whose form parts the name."""
TOLD_DAY, TOLD_YEAR, TOLD_ABOUT = 0.25, 0.5, 0.75
"""Up to which of all births the day is told, the year, about the year; of the rest the age."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Who somebody is: entries of a stock of names, never a spelling."""

    stock: Stock
    given: str
    family: str
    father: str
    mother: str
    mother_family: str
    sex: Sex
    born: date
    country: str
    place: str
    language: str
    father_dead: bool
    sibling: str
    sibling_sex: Sex


def invent(random: Random, *, child: bool = False) -> Truth:
    """Return somebody new."""
    stocks = [stock for stock, _ in STOCKS.values()]
    stock = random.choices(stocks, weights=[share for _, share in STOCKS.values()])[0]
    sex = Sex.MALE if random.random() < MEN else Sex.FEMALE
    age = (
        random.randrange(9, 17) if child else random.choice([*range(18, 34)] * 3 + [*range(34, 60)])
    )
    country, place = random.choice(stock.places)
    father = _common(random, stock.men)
    sibling_sex = random.choice((Sex.MALE, Sex.FEMALE))
    return Truth(
        stock=stock,
        given=_common(random, stock.men if sex is Sex.MALE else stock.women),
        family=_common(random, stock.families) if stock.families else father,
        father=father,
        mother=_common(random, stock.women),
        mother_family=_common(random, stock.families)
        if stock.families
        else _common(random, stock.men),
        sex=sex,
        born=date(2026 - age, random.randrange(1, 13), random.randrange(1, 28)),
        country=country,
        place=place,
        language=random.choice(stock.languages),
        father_dead=random.random() < ORPHANS,
        sibling=_common(random, stock.men if sibling_sex is Sex.MALE else stock.women),
        sibling_sex=sibling_sex,
    )


def tell(
    truth: Truth, random: Random, society: str, today: date, source: SourceKind
) -> PersonDocument:
    """Return what one clerk of `society` writes down of `truth`, as `source` tells it."""
    spelling = CLERKS.get(society, 1)
    said = Said(source, today)
    names = _names(truth, random, spelling, said)
    relations = [
        Relation(
            RelationKind.FATHER,
            (_name(random, truth.father, truth.family, spelling, said),),
            Alive.DEAD if truth.father_dead else Alive.UNKNOWN,
            said=said,
        ),
        Relation(
            RelationKind.MOTHER,
            (_name(random, truth.mother, truth.mother_family, spelling, said),),
            said=said,
        ),
    ]
    if random.random() < WITH_SIBLING:
        kind = RelationKind.BROTHER if truth.sibling_sex is Sex.MALE else RelationKind.SISTER
        sibling = _name(random, truth.sibling, truth.family, spelling, said)
        relations.append(Relation(kind, (sibling,), said=said))
    keep = 0.8 if source is SourceKind.PERSON else 0.9
    return PersonDocument(
        names=names,
        sex=truth.sex,
        births=(_birth(truth, random, today, said),),
        places=(PlaceStatement("origin", truth.country, truth.place, said),),
        relations=tuple(one for one in relations if random.random() < keep),
        languages=(truth.language,),
    )


def enquirer(truth: Truth, random: Random, society: str) -> tuple[PersonDocument, RelationKind]:
    """Return who looks for `truth`, and what the sought person is to them."""
    spelling = CLERKS.get(society, 1)
    said = Said(SourceKind.PERSON)
    is_mother = random.random() < MOTHERS
    if is_mother:
        name = _name(random, truth.mother, truth.mother_family, spelling, said)
        document = PersonDocument(names=(name,), sex=Sex.FEMALE)
        return document, RelationKind.SON if truth.sex is Sex.MALE else RelationKind.DAUGHTER
    name = _name(random, truth.sibling, truth.family, spelling, said)
    document = PersonDocument(names=(name,), sex=truth.sibling_sex)
    return document, RelationKind.BROTHER if truth.sex is Sex.MALE else RelationKind.SISTER


def adult(truth: Truth) -> Truth:
    """Return the same person, grown up."""
    return replace(truth, born=truth.born - timedelta(days=3660))


def _names(truth: Truth, random: Random, spelling: int, said: Said) -> tuple[PersonName, ...]:
    latin = _name(random, truth.given, truth.family, spelling, said)
    own = PersonName((NamePart(f"{spelt(truth.given, 3)} {spelt(truth.family, 3)}"),), said)
    if not truth.stock.own_script:
        return (latin,)
    if random.random() < OTHER_SCRIPT_ONLY:
        return (own,)
    return (latin, own) if random.random() < NATIVE else (latin,)


def _name(random: Random, given: str, family: str, spelling: int, said: Said) -> PersonName:
    words = [spelt(given, spelling), spelt(family, spelling)]
    written = [slip(word, random) if random.random() < SLIPS else word for word in words]
    if random.random() < TWO_FIELDS:
        roles = (NameRole.GIVEN, NameRole.FAMILY)
        return PersonName(tuple(NamePart(w, r) for w, r in zip(written, roles, strict=True)), said)
    return PersonName((NamePart(" ".join(written)),), said)


def _birth(truth: Truth, random: Random, today: date, said: Said) -> BirthStatement:
    kind = random.random()
    if kind < TOLD_DAY:
        born = truth.born
        return BirthStatement(
            Precision.DAY, year=born.year, month=born.month, day=born.day, said=said
        )
    if kind < TOLD_YEAR:
        return BirthStatement(Precision.YEAR, year=truth.born.year, said=said)
    if kind < TOLD_ABOUT:
        return BirthStatement(
            Precision.ABOUT, year=truth.born.year + random.choice((-1, 0, 0, 1)), said=said
        )
    age = max(1, today.year - truth.born.year + random.choice((-1, 0, 0, 1)))
    return BirthStatement(Precision.AGE, age=age, stated_on=today, said=said)


def _common(random: Random, stock: tuple[str, ...]) -> str:
    """Return one of `stock`; the earlier ones are borne more often, as names are."""
    weights = [1 / (place + 3) for place in range(len(stock))]
    return random.choices(stock, weights=weights)[0]
