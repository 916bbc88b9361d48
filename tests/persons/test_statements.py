"""What was said stays: a change of a person's record keeps earlier statements with their source."""

from datetime import date

from rfl.persons import history, statements
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
    Said,
)
from rfl.persons.rules import Precision, RelationKind, Sex, SourceKind

FIRST = Said(SourceKind.PERSON, date(2026, 10, 3))
LATER = Said(SourceKind.RELATIVE, date(2026, 11, 24), "my little one")


def name(text, said=FIRST):
    return PersonName((NamePart(text),), said)


def born(year, said=FIRST):
    return BirthStatement(Precision.YEAR, year=year, said=said)


BEFORE = PersonDocument(
    names=(name("Mamadou Diallo"), name("مامادو ديالو")),
    sex=Sex.MALE,
    births=(born(1998),),
    places=(PlaceStatement("origin", "SN", "Kolda", FIRST),),
    relations=(Relation(RelationKind.MOTHER, (name("Aïssatou"),), said=FIRST),),
    notes=(Note("mark", "a scar", FIRST),),
)


def test_what_is_said_again_keeps_its_first_source_and_day():
    again = PersonDocument(
        names=(name("Mamadou Diallo", LATER), name("مامادو ديالو", LATER)),
        sex=Sex.MALE,
        births=(born(1998, LATER),),
        places=(PlaceStatement("origin", "SN", "Kolda", LATER),),
        relations=BEFORE.relations,
        notes=(Note("mark", "a scar", LATER),),
    )
    assert statements.kept(BEFORE, again) == BEFORE
    assert statements.corrected(BEFORE, again) == BEFORE


def test_what_is_said_anew_comes_first_and_what_was_said_stays_behind_it():
    now = PersonDocument(
        names=(name("Momodou Jallow", LATER),),
        births=(born(2000, LATER),),
        places=(PlaceStatement("origin", "GM", "Banjul", LATER),),
    )
    kept = statements.kept(BEFORE, now)
    assert [one.text for one in kept.names] == ["Momodou Jallow", "Mamadou Diallo", "مامادو ديالو"]
    assert [(one.year, one.said) for one in kept.births] == [(2000, LATER), (1998, FIRST)]
    assert [place.country for place in kept.places] == ["GM", "SN"]
    assert kept.relations == BEFORE.relations
    assert kept.notes == BEFORE.notes
    assert kept.sex is Sex.MALE


def test_a_slip_of_the_pen_is_put_right_where_it_stands():
    now = PersonDocument(
        names=(name("Mamadou Dialo", LATER), name("مامادو ديالو", LATER)),
        births=(born(1999, LATER),),
        places=(PlaceStatement("origin", "SN", "Kolda", LATER),),
    )
    corrected = statements.corrected(BEFORE, now)
    assert corrected.names == (name("Mamadou Dialo"), name("مامادو ديالو"))
    assert corrected.births == (born(1999),)
    assert corrected.relations == ()


def test_a_slip_leaves_older_statements_alone():
    twice = statements.kept(BEFORE, PersonDocument(births=(born(2000, LATER),)))
    corrected = statements.corrected(twice, PersonDocument(births=(born(2001),)))
    assert [(one.year, one.said) for one in corrected.births] == [(2001, LATER), (1998, FIRST)]


def test_the_earlier_statements_are_those_behind_a_newer_one():
    births = (born(2000, LATER), born(1998))
    assert statements.earlier(births) == [born(1998)]
    places = (PlaceStatement("origin", "SN"), PlaceStatement("birth", "SN"))
    assert statements.earlier(places) == []


def test_a_slip_is_kept_as_such_and_out_of_what_is_known():
    before = PersonDocument(names=(name("Mamadu"),), births=(born(1998),), telephones=("77 1",))
    now = PersonDocument(
        names=(name("Mamadou", LATER),), births=(born(1998),), telephones=("77 2",)
    )

    (left,) = statements.corrected(before, now).replaced
    assert (left.is_slip, left.names, left.births) == (True, (name("Mamadu"),), ())
    assert left.plain == (("telephones", "77 1"),)
    assert history.as_document(left).telephones == ("77 1",)


def test_a_plain_value_that_another_takes_the_place_of_is_kept_and_nothing_twice():
    before = PersonDocument(names=(name("Awa"),), sex=Sex.MALE, languages=("wo",))
    now = PersonDocument(names=(name("Awa"),), sex=Sex.FEMALE, languages=("wo", "fr"))

    changed = statements.kept(before, now)
    assert [one.plain for one in changed.replaced] == [(("sex", "male"),)]
    assert statements.kept(changed, now) == changed
    again = statements.kept(changed, PersonDocument(names=(name("Awa"),), ethnicity="Fula"))
    assert [one.plain for one in again.replaced][1:] == [(("sex", "male"),)]


def test_two_accounts_that_cannot_both_be_true_are_told_and_others_are_not():
    mother = Relation(RelationKind.MOTHER, (name("Binta"),))
    aunt = Relation(RelationKind.AUNT, (name("Binta"),))
    for document, differs in (
        (PersonDocument(births=(born(1998), born(2001))), {"births"}),
        (PersonDocument(births=(born(1998), BirthStatement(Precision.ABOUT, year=1999))), set()),
        (PersonDocument(births=(born(1998), BirthStatement(Precision.YEAR))), set()),
        (
            PersonDocument(
                places=(PlaceStatement("origin", "SN"), PlaceStatement("origin", "GM", "Banjul"))
            ),
            {"place:origin"},
        ),
        (
            PersonDocument(
                places=(PlaceStatement("origin", "SN"), PlaceStatement("birth", "GM", "Banjul"))
            ),
            set(),
        ),
        (PersonDocument(relations=(*BEFORE.relations, mother)), {"kin:mother"}),
        (PersonDocument(relations=(*BEFORE.relations, aunt, aunt)), set()),
        (PersonDocument(names=(name("A"), name("B"))), set()),
    ):
        assert history.differing(document) == differs
