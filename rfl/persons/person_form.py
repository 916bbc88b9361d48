"""A person as they are described in a form: one part of many forms (registrations, requests).

    class RegistrationForm(BaseForm):
        person = FormField(PersonFields)

    document = to_document(form.person, Said(SourceKind.PERSON, day))
    form = RegistrationForm(data={"person": from_document(document)})

Draw it with `person_fields` of templates/components/person.html. Rows are added and taken out by
plain submit buttons (rfl.web.rows).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from typing_extensions import override
from wtforms import (
    Field,
    FieldList,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
)

from rfl.matching.types import NameRole
from rfl.persons import statements
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
from rfl.persons.fields import (
    ANY_DIRECTION,
    LONG,
    SHORT,
    BirthFields,
    CountryField,
    KinFields,
    NameFields,
    RelativeFields,
    blame,
    check_telephones,
    labelled,
)
from rfl.persons.rules import SEX_WORDS, Alive, RelationKind, Sex
from rfl.text import Text
from rfl.web.rows import ROW, change_rows

MOST_NAMES, MOST_RELATIVES = 8, 20
NOTES = ("mark", "effect", "paper", "occupation")
"""Kinds of notes that have a field of their own."""

NOTHING = PersonDocument()


class PersonFields(BirthFields):
    """One person. A name is all that is needed; everything else is what they wish to say."""

    names = FieldList(FormField(NameFields), min_entries=1, max_entries=MOST_NAMES)
    sex = RadioField(_("Sex"), choices=labelled(SEX_WORDS), default=Sex.UNKNOWN.value)
    origin_country = CountryField(_("Country they come from"))
    origin = StringField(_("Region, town or village"), [SHORT], render_kw=ANY_DIRECTION)
    father = FormField(KinFields)
    mother = FormField(KinFields)
    relatives = FieldList(FormField(RelativeFields), max_entries=MOST_RELATIVES)
    languages = StringField(_("Languages"), [SHORT])
    telephones = StringField(_("Telephone"), [SHORT, check_telephones], render_kw={"dir": "ltr"})
    nationality = CountryField(_("Nationality"))
    birth_place = StringField(_("Place of birth"), [SHORT], render_kw=ANY_DIRECTION)
    residence_country = CountryField(_("Country they live in"))
    residence = StringField(_("Where they live"), [SHORT], render_kw=ANY_DIRECTION)
    ethnicity = StringField(_("People or clan"), [SHORT], render_kw=ANY_DIRECTION)
    occupation = StringField(_("Work"), [SHORT], render_kw=ANY_DIRECTION)
    online = StringField(_("Names on social media"), [SHORT])
    mark = TextAreaField(_("Marks by which one knows them"), [LONG], render_kw=ANY_DIRECTION)
    effect = TextAreaField(_("What they carry or wear"), [LONG], render_kw=ANY_DIRECTION)
    paper = StringField(_("Papers they have"), [SHORT], render_kw=ANY_DIRECTION)

    @property
    def first_part(self) -> Field:
        """Return the field in which the name begins."""
        return self.names.entries[0].form.parts.entries[0].form.text

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether there is a name and whether the birth can be."""
        good = super().validate(extra_validators)
        if any(text.isalpha() for text in "".join(self._names())):
            return bool(good)
        blame(
            self.first_part,
            Text("Write at least one name, as it was said. ‘Unknown’ is not a name."),
        )
        return False

    def _names(self) -> Iterable[str]:
        for name in self.names.entries:
            for part in name.form.parts.entries:
                yield part.form.text.data or ""


def add_rows(form: PersonFields, pressed: Callable[[str], str | None]) -> bool:
    """Add or take out the row whose button was pressed; tell whether one was.

    `pressed`: request.form.get.
    """
    asked = pressed(ROW) or ""
    change_rows(form, asked)
    return bool(asked)


def reads(form: PersonFields) -> Text | None:
    """Return what the birth that was typed means, or None while it is not whole."""
    typed = form.sex.data  # not validated yet: anything may stand there
    return form.reads(Sex(typed) if typed in set(Sex) else Sex.UNKNOWN)


def to_document(
    form: PersonFields, said: Said, earlier: PersonDocument | None = None, *, is_slip: bool = False
) -> PersonDocument:
    """Return what was filled in, each statement with its source and day.

    With `earlier`, what was said before stays behind what is said now; with `is_slip`, what was
    changed was never meant, and goes (rfl.persons.statements). `form` (a PersonFields, or the
    FormField round it) has been validated.
    """
    before = earlier or NOTHING
    birth = _birth(form, said, before)
    now = PersonDocument(
        names=tuple(_names(form, said)),
        sex=Sex(form.sex.data),
        births=(birth,) if birth else (),
        places=tuple(_places(form, said)),
        relations=tuple(_relations(form, said, before)),
        nationalities=_first_of(form.nationality.data, before.nationalities),
        ethnicity=_clean(form.ethnicity.data),
        languages=_listed(form.languages.data),
        telephones=_listed(form.telephones.data),
        online=_listed(form.online.data),
        notes=(
            *(Note(kind, text, said) for kind in NOTES if (text := _clean(form[kind].data))),
            *(note for note in before.notes if note.kind not in NOTES),
        ),
    )
    if before == NOTHING:
        return now
    return statements.corrected(before, now) if is_slip else statements.kept(before, now)


def from_document(document: PersonDocument) -> dict[str, Any]:
    """Return the data that fill `PersonFields` with what is known: of each thing the newest."""
    kin = {kind: _first_kin(document, kind) for kind in (RelationKind.FATHER, RelationKind.MOTHER)}
    others = [one for one in document.relations if one.names and one not in kin.values()]
    notes = {note.kind: note.text for note in reversed(document.notes) if note.kind in NOTES}
    origin, home = document.place("origin"), document.place("residence")
    birth_place = document.place("birth")
    return {
        "names": [
            {"parts": [{"text": part.text, "role": part.role.value} for part in name.parts]}
            for name in document.names
        ],
        "sex": document.sex.value,
        **(_birth_data(document.births[0]) if document.births else {}),
        "origin_country": origin.country if origin else "",
        "origin": origin.text if origin else "",
        "residence_country": home.country if home else "",
        "residence": home.text if home else "",
        "birth_place": birth_place.text if birth_place else "",
        "father": _kin_data(kin[RelationKind.FATHER]),
        "mother": _kin_data(kin[RelationKind.MOTHER]),
        "relatives": [{**_kin_data(one), "relation": one.kind.value} for one in others],
        "nationality": document.nationalities[0] if document.nationalities else "",
        "languages": ", ".join(document.languages),
        "telephones": ", ".join(document.telephones),
        "online": ", ".join(document.online),
        "ethnicity": document.ethnicity,
        **notes,
    }


def _birth_data(birth: BirthStatement) -> dict[str, Any]:
    return {
        "calendar": birth.calendar.value,
        "precision": birth.precision.value,
        "day": birth.day,
        "month": birth.month,
        "year": birth.year,
        "until_year": birth.until_year,
        "give_or_take": str(birth.give_or_take_years),
        "age": birth.age,
        "stated_on": birth.stated_on,
        "birth_words": birth.said.words,
    }


def _names(form: PersonFields, said: Said) -> Iterable[PersonName]:
    for name in form.names.entries:
        parts = tuple(
            NamePart(text, NameRole(part.form.role.data))
            for part in name.form.parts.entries
            if (text := _clean(part.form.text.data))
        )
        if parts:
            yield PersonName(parts, said)


def _birth(form: BirthFields, said: Said, before: PersonDocument) -> BirthStatement | None:
    """Return the birth; left as it was, it is the same statement, its unused figures too."""
    if before.births:
        shown = _birth_data(before.births[0])
        if all(form[name].data == value for name, value in shown.items()):
            return before.births[0]
    return form.birth(said)


def _places(form: PersonFields, said: Said) -> Iterable[PlaceStatement]:
    told = (
        ("origin", form.origin_country.data, form.origin.data),
        ("birth", "", form.birth_place.data),
        ("residence", form.residence_country.data, form.residence.data),
    )
    for kind, country, text in told:
        if country or _clean(text):
            yield PlaceStatement(kind, country or "", _clean(text), said)


def _relations(form: PersonFields, said: Said, before: PersonDocument) -> Iterable[Relation]:
    rows = [(form.father.form, RelationKind.FATHER), (form.mother.form, RelationKind.MOTHER)]
    rows += [(row.form, RelationKind(row.form.relation.data)) for row in form.relatives.entries]
    for row, kind in rows:
        if _clean(row.name.data) or _clean(row.script.data):
            yield _relation(row, kind, said, before)
    yield from (one for one in before.relations if not one.names)


def _relation(row: KinFields, kind: RelationKind, said: Said, before: PersonDocument) -> Relation:
    """Return a relative; left as they were, it is the same statement, with all that it holds."""
    told = (_clean(row.name.data), _clean(row.script.data), row.alive.data)
    for one in before.relations:
        shown = _kin_data(one)
        if one.kind is kind and (shown["name"], shown["script"], shown["alive"]) == told:
            return one
    names = tuple(PersonName((NamePart(text),), said) for text in told[:2] if text)
    return Relation(kind, names, Alive(row.alive.data), said=said)


def _first_kin(document: PersonDocument, kind: RelationKind) -> Relation | None:
    return next((one for one in document.relations if one.kind is kind and one.names), None)


def _kin_data(relation: Relation | None) -> dict[str, str]:
    names = relation.names if relation else ()
    return {
        "name": names[0].text if names else "",
        "script": names[1].text if len(names) > 1 else "",
        "alive": (relation.alive if relation else Alive.UNKNOWN).value,
    }


def _first_of(chosen: str | None, before: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen nationality before any others that are known."""
    return tuple(dict.fromkeys((chosen, *before))) if chosen else ()


def _listed(text: str | None) -> tuple[str, ...]:
    parts = (part.strip() for part in (text or "").replace("،", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
