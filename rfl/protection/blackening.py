"""What of a record may be given to the person it is about, and what speaks of somebody else. Pure.

docs/adr/0016-the-rights-of-the-person.md says why. In short: what the person told themself is
theirs, their relatives' names included. What others told is given where it is a fact of the form
about the person; free words of others, and people whom others named, are held back. Who said it is
told only of the person, an authority and a paper: any other source could give away who looks for
them.
"""

from collections.abc import Collection, Iterator, Mapping

from rfl.persons import calendars
from rfl.persons.document import (
    ConsentDocument,
    PersonDocument,
    PlaceStatement,
    RegistrationDocument,
    Relation,
    Said,
)
from rfl.persons.rules import (
    PURPOSE_WORDS,
    RELATION_WORDS,
    SEX_WORDS,
    ConsentDecision,
    Purpose,
    RelationKind,
    Sex,
    SourceKind,
)
from rfl.protection.document import Line, words_of
from rfl.protection.rules import RecordKind
from rfl.societies.countries import countries
from rfl.text import N_, Text

OWN_VOICE: Mapping[RecordKind, frozenset[SourceKind]] = {
    RecordKind.REGISTERED: frozenset({SourceKind.PERSON}),
    RecordKind.ENQUIRER: frozenset({SourceKind.PERSON, SourceKind.ENQUIRER}),
    RecordKind.SOUGHT: frozenset({SourceKind.PERSON}),
}
"""In which sources the person of a record speaks themself."""

SOURCE_TOLD: Mapping[SourceKind, str] = {
    SourceKind.AUTHORITY: N_("an authority"),
    SourceKind.DOCUMENT: N_("a paper"),
}
YOURSELF, ANOTHER = N_("yourself"), N_("another person")

PLACE_WORDS: Mapping[str, str] = {
    "birth": N_("Born in"),
    "origin": N_("From"),
    "residence": N_("Lives in"),
    "last_seen": N_("Last seen"),
    "heading_to": N_("Going to"),
}
NOTE_WORDS: Mapping[str, str] = {
    "mark": N_("Mark"),
    "effect": N_("Carries or wears"),
    "paper": N_("Papers"),
    "occupation": N_("Work"),
    "message": N_("Message"),
    "note": N_("Note"),
}


class Voice:
    """Who speaks in one record, and how lines of it are made."""

    def __init__(self, prefix: str, kind: RecordKind) -> None:
        """Take the `prefix` of the lines' keys, and what the person is in the record."""
        self._prefix = prefix
        self._own = OWN_VOICE[kind]
        self._count = 0

    def is_own(self, said: Said) -> bool:
        """Tell whether the person said it themself."""
        return said.source in self._own

    def line(
        self,
        what: str,
        value: str | Text,
        said: Said | None = None,
        *,
        held_back: bool = False,
    ) -> Line:
        """Return one line; of what is held back, no word is kept in it."""
        self._count += 1
        key = f"{self._prefix}.{self._count}"
        source = self._source(said) if said else ""
        day = said.day if said else None
        if held_back:
            return Line(key, what, source=source, said_on=day, held_back=True)
        if isinstance(value, Text):
            return Line(key, what, words=words_of(value), source=source, said_on=day)
        return Line(key, what, value, source=source, said_on=day)

    def _source(self, said: Said) -> str:
        if self.is_own(said):
            return YOURSELF
        return SOURCE_TOLD.get(said.source, ANOTHER)


def person_lines(voice: Voice, document: PersonDocument) -> Iterator[Line]:
    """Yield what a person record says, blackened."""
    for name in document.names:
        yield voice.line(N_("Name"), name.text, name.said)
    if document.sex is not Sex.UNKNOWN:
        yield voice.line(N_("Sex"), Text(SEX_WORDS[document.sex]))
    for birth in document.births:
        yield voice.line(N_("Born"), calendars.describe(birth), birth.said)
        if birth.said.words:
            own = voice.is_own(birth.said)
            yield voice.line(N_("Born, in words"), birth.said.words, birth.said, held_back=not own)
    for place in document.places:
        what = PLACE_WORDS.get(place.kind, N_("Place"))
        yield voice.line(what, place_text(place), place.said)
    yield from _short_facts(voice, document)
    for relation in document.relations:
        yield _relation_line(voice, relation)
    for note in document.notes:
        own = voice.is_own(note.said)
        what = NOTE_WORDS.get(note.kind, N_("Note"))
        yield voice.line(what, note.text, note.said, held_back=not own)


def registration_lines(voice: Voice, document: RegistrationDocument) -> Iterator[Line]:
    """Yield what belongs to a registration. Who took it down is a colleague, and held back."""
    for what, value in (
        (N_("What you wanted your family to know"), document.words),
        (N_("How we reach you"), document.reach),
        (N_("Where we met you"), document.place),
        (N_("Number in another list"), document.external_id),
    ):
        if value:
            yield voice.line(what, value)
    if document.submitted_by:
        yield voice.line(N_("Who took it down"), "", held_back=True)


def consent_line(
    voice: Voice, purpose: Purpose, decision: ConsentDecision, *, ended: bool, attested: bool
) -> Line:
    """Return one decision."""
    given = decision is ConsentDecision.GIVEN
    yes = N_("yes, and taken back since") if ended else N_("yes")
    answer = yes if given else N_("no")
    words = N_("%(answer)s, decided for you") if attested else N_("%(answer)s")
    return voice.line(PURPOSE_WORDS[purpose], Text(words, answer=Text(answer)))


def consent_word_lines(voice: Voice, document: ConsentDocument) -> Iterator[Line]:
    """Yield the words that were read out; witnesses and who decided for them are held back."""
    if document.words:
        yield voice.line(N_("The words that were read to you"), document.words)
    if document.language:
        yield voice.line(N_("In which language"), document.language)
    if document.witness:
        yield voice.line(N_("Witness"), "", held_back=True)
    if document.attested_by:
        yield voice.line(N_("Who decided for you"), "", held_back=True)


def hold_back_more(lines: Collection[Line], keys: Collection[str]) -> tuple[Line, ...]:
    """Return `lines`, those of `keys` emptied too. What the rule holds back stays so."""
    return tuple(
        Line(one.key, one.what, source=one.source, said_on=one.said_on, held_back=True)
        if one.key in keys
        else one
        for one in lines
    )


def place_text(place: PlaceStatement) -> str:
    """Return a place on one line, its country by name."""
    country = countries().get(place.country, place.country)
    return ", ".join(part for part in (place.text, country) if part)


def _relation_line(voice: Voice, relation: Relation) -> Line:
    is_kin = relation.kind is not RelationKind.TRAVEL_COMPANION
    names = " · ".join(name.text for name in relation.names)
    told = is_kin and voice.is_own(relation.said)
    return voice.line(RELATION_WORDS[relation.kind], names, relation.said, held_back=not told)


def _short_facts(voice: Voice, document: PersonDocument) -> Iterator[Line]:
    for what, values in (
        (N_("Nationality"), document.nationalities),
        (N_("Ethnicity or clan"), (document.ethnicity,) if document.ethnicity else ()),
        (N_("Languages"), document.languages),
        (N_("Telephone"), document.telephones),
        (N_("Social media"), document.online),
    ):
        if values:
            yield voice.line(what, ", ".join(values))
