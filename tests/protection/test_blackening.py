"""What a person is given of what is held on them, and what speaks of others."""

from datetime import date

import pytest

from rfl.persons.document import (
    BirthStatement,
    NamePart,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    RegistrationDocument,
    Relation,
    Said,
)
from rfl.persons.rules import Precision, RelationKind, SourceKind
from rfl.protection.blackening import Voice, hold_back_more, person_lines, registration_lines
from rfl.protection.rules import RecordKind

DAY = date(2026, 11, 1)
SELF = Said(SourceKind.PERSON, DAY)
OTHER = "Sulayman Jallow"


def name(text: str, source: SourceKind = SourceKind.PERSON) -> PersonName:
    return PersonName((NamePart(text),), Said(source, DAY))


def lines(document: PersonDocument, kind: RecordKind = RecordKind.REGISTERED):
    return list(person_lines(Voice("1", kind), document))


def related(kind: RelationKind, source: SourceKind) -> PersonDocument:
    return PersonDocument(relations=(Relation(kind, (name(OTHER),), said=Said(source, DAY)),))


@pytest.mark.parametrize(
    ("kind", "source", "as_what", "is_told"),
    [
        (RelationKind.FATHER, SourceKind.PERSON, RecordKind.REGISTERED, True),
        (RelationKind.COUSIN, SourceKind.PERSON, RecordKind.REGISTERED, True),
        (RelationKind.TRAVEL_COMPANION, SourceKind.PERSON, RecordKind.REGISTERED, False),
        (RelationKind.FATHER, SourceKind.ENQUIRER, RecordKind.REGISTERED, False),
        (RelationKind.FATHER, SourceKind.PARTNER, RecordKind.REGISTERED, False),
        (RelationKind.SON, SourceKind.ENQUIRER, RecordKind.ENQUIRER, True),
        (RelationKind.MOTHER, SourceKind.ENQUIRER, RecordKind.SOUGHT, False),
        (RelationKind.MOTHER, SourceKind.AUTHORITY, RecordKind.SOUGHT, False),
    ],
)
def test_relatives_are_told_only_as_the_person_told_of_them(kind, source, as_what, is_told):
    line = lines(related(kind, source), as_what)[0]
    assert line.held_back is not is_told
    assert (OTHER in line.value) is is_told
    assert OTHER not in str(line) or is_told


@pytest.mark.parametrize("source", [SourceKind.ENQUIRER, SourceKind.RELATIVE, SourceKind.SURVIVOR])
def test_free_words_of_others_are_held_back_and_do_not_say_who_spoke(source):
    said = Said(source, DAY, "the year his uncle Omar left")
    document = PersonDocument(
        births=(BirthStatement(Precision.YEAR, year=1998, said=said),),
        notes=(Note("note", "Omar says he is in Agadez", Said(source, DAY)),),
    )
    born, words, note = lines(document)
    assert (born.held_back, words.held_back, note.held_back) == (False, True, True)
    assert "Omar" not in f"{born}{words}{note}"
    assert {born.source, words.source, note.source} == {"another person"}


def test_what_the_person_said_is_given_with_source_and_day():
    document = PersonDocument(
        names=(name("Momodou Jallow"), name("محمد ديالو", SourceKind.DOCUMENT)),
        places=(PlaceStatement("origin", "GM", "Brikama", SELF),),
        notes=(Note("message", "Tell my mother.", SELF),),
        telephones=("+220 700 0000",),
    )
    found = {(line.what, line.value, line.source) for line in lines(document)}
    assert found == {
        ("Name", "Momodou Jallow", "yourself"),
        ("Name", "محمد ديالو", "a paper"),
        ("From", "Brikama, The Gambia", "yourself"),
        ("Message", "Tell my mother.", "yourself"),
        ("Telephone", "+220 700 0000", ""),
    }


def test_the_colleague_who_took_it_down_is_not_named():
    document = RegistrationDocument(words="I am well.", submitted_by="l.touray")
    found = list(registration_lines(Voice("1", RecordKind.REGISTERED), document))
    assert "touray" not in str(found)
    assert found[-1].held_back


def test_more_can_be_held_back_than_the_rule_says_but_not_less():
    mine = PersonDocument(names=(name("Ebrima"),))
    before = [
        *lines(related(RelationKind.FATHER, SourceKind.ENQUIRER)),
        *person_lines(Voice("2", RecordKind.REGISTERED), mine),
    ]
    after = hold_back_more(before, ["2.1"])
    assert [line.held_back for line in after] == [True, True]
    assert "Ebrima" not in str(after)
    assert hold_back_more(before, [])[0].held_back
