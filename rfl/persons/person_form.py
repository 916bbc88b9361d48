"""The fields with which anybody is written down: sought, registered, enquiring. One place for all.

Nobody is forced into given and family name; almost everything may be left out; a row more is a
plain button, so that the form works without JavaScript.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional

from rfl import clock
from rfl.errors import RuleBrokenError
from rfl.matching.types import NameRole
from rfl.persons import calendars
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
from rfl.persons.rules import (
    CALENDAR_WORDS,
    PRECISION_WORDS,
    RELATION_WORDS,
    SEX_WORDS,
    Alive,
    Calendar,
    Precision,
    RelationKind,
    Sex,
)
from rfl.societies.service import countries
from rfl.text import N_, Text

NAME = Length(max=200)
LINE = Length(max=500)
MOST_ROWS = 12

ROLE_WORDS = {
    NameRole.FULL: N_("whole name"),
    NameRole.GIVEN: N_("given name"),
    NameRole.FATHER: N_("father’s name"),
    NameRole.GRANDFATHER: N_("grandfather’s name"),
    NameRole.FAMILY: N_("family name"),
    NameRole.NICKNAME: N_("nickname"),
}
ALIVE_WORDS = {
    Alive.UNKNOWN: N_("not known"),
    Alive.ALIVE: N_("alive"),
    Alive.DEAD: N_("dead"),
}
PARENTS = frozenset({RelationKind.FATHER, RelationKind.MOTHER})


def _country_choices() -> list[tuple[str, str]]:
    ordered = sorted(countries().items(), key=lambda pair: pair[1])
    return [("", ""), *ordered]


class NameFields(Form):
    """One name or part of a name, in the script in which it was written."""

    text = StringField(_("Name"), [NAME])
    role = SelectField(
        _("What it is"), choices=[(role.value, _(words)) for role, words in ROLE_WORDS.items()]
    )


class RelativeFields(Form):
    """Somebody who belongs to the person."""

    kind = SelectField(
        _("Relation"),
        choices=[(k.value, _(w)) for k, w in RELATION_WORDS.items() if k not in PARENTS],
        default=RelationKind.BROTHER.value,
    )
    name = StringField(_("Name"), [NAME])


class PersonFields(Form):
    """What is known of one human being; only a name is needed."""

    names = FieldList(FormField(NameFields), min_entries=2, max_entries=MOST_ROWS)
    sex = RadioField(
        _("Sex"),
        choices=[(sex.value, _(words)) for sex, words in SEX_WORDS.items()],
        default=Sex.UNKNOWN.value,
    )
    precision = RadioField(
        _("How well is the birth known?"),
        choices=[("", _("Not at all")), *((p.value, _(w)) for p, w in PRECISION_WORDS.items())],
        default="",
    )
    calendar = RadioField(
        _("In which calendar?"),
        choices=[(c.value, _(w)) for c, w in CALENDAR_WORDS.items()],
        default=Calendar.GREGORIAN.value,
    )
    year = IntegerField(_("Year"), [Optional(), NumberRange(1200, 2200)])
    month = IntegerField(_("Month"), [Optional(), NumberRange(1, 13)])
    day = IntegerField(_("Day"), [Optional(), NumberRange(1, 31)])
    until_year = IntegerField(_("Latest year"), [Optional(), NumberRange(1200, 2200)])
    give_or_take = SelectField(
        _("Give or take"),
        choices=[("1", _("1 year")), ("2", _("2 years")), ("5", _("5 years"))],
        default="2",
    )
    age = IntegerField(_("Age in years"), [Optional(), NumberRange(0, 120)])
    stated_on = DateField(_("Told on"), [Optional()])
    origin_country = SelectField(_("Country they come from"), choices=_country_choices)
    origin_text = StringField(_("Region, town, village"), [LINE])
    father = StringField(_("Father’s name"), [NAME])
    father_alive = SelectField(
        _("The father is"), choices=[(a.value, _(w)) for a, w in ALIVE_WORDS.items()]
    )
    mother = StringField(_("Mother’s name"), [NAME])
    mother_alive = SelectField(
        _("The mother is"), choices=[(a.value, _(w)) for a, w in ALIVE_WORDS.items()]
    )
    relatives = FieldList(FormField(RelativeFields), min_entries=1, max_entries=MOST_ROWS)
    languages = StringField(_("Languages"), [LINE])
    telephones = StringField(_("Telephone"), [LINE])
    marks = StringField(_("Marks on the body"), [LINE])
    occupation = StringField(_("Work"), [LINE])


def add_rows(fields: Any, pressed: Callable[[str], object], prefix: str = "") -> bool:
    """Add the row that was asked for by a button ('add_name', 'add_relative'); tell if one was.

    `pressed`: request.form.get. `prefix`: the name of the FormField, where there are several.
    """
    for button, rows in (("add_name", fields.names), ("add_relative", fields.relatives)):
        if pressed(f"{prefix}{button}") is not None:
            if len(rows) < MOST_ROWS:
                rows.append_entry()
            return True
    return False


def to_document(fields: Any, said: Said, earlier: PersonDocument | None = None) -> PersonDocument:
    """Return the particulars typed into `fields`, with what `earlier` said and they do not repeat.

    Raises:
        RuleBrokenError: no name, or a birth that cannot be; the sentence says what to do.

    """
    names = _names(fields, said)
    if not names:
        raise RuleBrokenError("Write at least one name, as it was said.")
    birth = birth_of(fields, said)
    births = (birth,) if birth else ()
    if earlier is not None:
        births += tuple(b for b in earlier.births if _told(b) not in {_told(x) for x in births})
    origin = PlaceStatement(
        "origin", fields.origin_country.data or "", _line(fields.origin_text), said
    )
    others = tuple(p for p in earlier.places if p.kind != "origin") if earlier else ()
    return PersonDocument(
        names=names,
        sex=Sex(fields.sex.data or Sex.UNKNOWN),
        births=births,
        places=((origin,) if origin.country or origin.text else ()) + others,
        relations=_relations(fields, said),
        nationalities=earlier.nationalities if earlier else (),
        languages=_list(fields.languages),
        telephones=_list(fields.telephones),
        notes=_notes(fields, said, earlier),
    )


def birth_of(fields: Any, said: Said) -> BirthStatement | None:
    """Return the birth typed into `fields`, checked, or None.

    Raises:
        RuleBrokenError: it cannot be.

    """
    if not fields.precision.data:
        return None
    precision = Precision(fields.precision.data)
    birth = BirthStatement(
        precision=precision,
        calendar=Calendar(fields.calendar.data),
        year=fields.year.data,
        month=fields.month.data,
        day=fields.day.data,
        until_year=fields.until_year.data if precision is Precision.RANGE else None,
        give_or_take_years=int(fields.give_or_take.data or 2),
        age=fields.age.data,
        stated_on=fields.stated_on.data or said.day or clock.today(),
        said=said,
    )
    calendars.check(birth, clock.today())
    return birth


def reads(fields: Any) -> Text | None:
    """Return what the typed birth means, or None while it is not whole."""
    try:
        birth = birth_of(fields, Said())
    except RuleBrokenError:
        return None
    return calendars.reads(birth, clock.today()) if birth else None


def from_document(document: PersonDocument) -> dict[str, Any]:
    """Return `document` as data for PersonFields."""
    birth = document.births[0] if document.births else None
    origin = document.place("origin")
    parents = {r.kind: r for r in document.relations if r.kind in PARENTS}
    found: dict[str, Any] = {
        "names": [
            {"text": part.text, "role": part.role.value}
            for name in document.names
            for part in name.parts
        ],
        "sex": document.sex.value,
        "origin_country": origin.country if origin else "",
        "origin_text": origin.text if origin else "",
        "relatives": [
            {"kind": r.kind.value, "name": r.names[0].text if r.names else ""}
            for r in document.relations
            if r.kind not in PARENTS
        ],
        "languages": ", ".join(document.languages),
        "telephones": ", ".join(document.telephones),
        "marks": "; ".join(note.text for note in document.notes if note.kind == "mark"),
        "occupation": next((n.text for n in document.notes if n.kind == "occupation"), ""),
    }
    for kind, key in ((RelationKind.FATHER, "father"), (RelationKind.MOTHER, "mother")):
        parent = parents.get(kind)
        found[key] = parent.names[0].text if parent and parent.names else ""
        found[f"{key}_alive"] = (parent.alive if parent else Alive.UNKNOWN).value
    return found | (_birth_data(birth) if birth else {})


def _birth_data(birth: BirthStatement) -> dict[str, Any]:
    return {
        "precision": birth.precision.value,
        "calendar": birth.calendar.value,
        "year": birth.year,
        "month": birth.month,
        "day": birth.day,
        "until_year": birth.until_year,
        "give_or_take": str(birth.give_or_take_years),
        "age": birth.age,
        "stated_on": birth.stated_on,
    }


def _names(fields: Any, said: Said) -> tuple[PersonName, ...]:
    """Return each whole name by itself, and the parts together as one name, first of all."""
    rows = [
        NamePart(_line(row.form.text), NameRole(row.form.role.data or NameRole.FULL))
        for row in fields.names
        if _line(row.form.text)
    ]
    parts = tuple(row for row in rows if row.role is not NameRole.FULL)
    whole = tuple(PersonName((row,), said) for row in rows if row.role is NameRole.FULL)
    return (PersonName(parts, said), *whole) if parts else whole


def _relations(fields: Any, said: Said) -> tuple[Relation, ...]:
    parents = (
        (RelationKind.FATHER, fields.father, fields.father_alive),
        (RelationKind.MOTHER, fields.mother, fields.mother_alive),
    )
    found = [
        Relation(kind, _one_name(_line(field), said), Alive(alive.data or Alive.UNKNOWN), said=said)
        for kind, field, alive in parents
        if _line(field)
    ]
    found += [
        Relation(RelationKind(row.form.kind.data), _one_name(_line(row.form.name), said), said=said)
        for row in fields.relatives
        if _line(row.form.name)
    ]
    return tuple(found)


def _notes(fields: Any, said: Said, earlier: PersonDocument | None) -> tuple[Note, ...]:
    typed = (("mark", fields.marks), ("occupation", fields.occupation))
    notes = tuple(Note(kind, _line(field), said) for kind, field in typed if _line(field))
    kinds = {kind for kind, _field in typed}
    kept = tuple(n for n in earlier.notes if n.kind not in kinds) if earlier else ()
    return notes + kept


def _one_name(text: str, said: Said) -> tuple[PersonName, ...]:
    return (PersonName((NamePart(text),), said),)


def _line(field: Any) -> str:
    return " ".join((field.data or "").split())


def _list(field: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in (field.data or "").split(",") if part.strip())


def _told(birth: BirthStatement) -> tuple[object, ...]:
    return (birth.precision, birth.calendar, birth.year, birth.month, birth.day, birth.age)
