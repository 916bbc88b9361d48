"""Which fields of a sought person may be put into a confirmation request, one by one. Pure."""

from collections.abc import Callable, Mapping

from rfl.persons.document import PersonDocument, Relation
from rfl.persons.rules import SEX_WORDS, RelationKind, Sex
from rfl.text import N_
from rfl.tracing.document import SoughtDocument

FIELD_WORDS: Mapping[str, str] = {
    "names": N_("Names"),
    "birth": N_("Born"),
    "sex": N_("Sex"),
    "origin": N_("From"),
    "father": N_("Father"),
    "mother": N_("Mother"),
    "languages": N_("Languages"),
    "marks": N_("Marks on the body"),
    "last_news": N_("Last news"),
    "heading_to": N_("Where they were going"),
    "with_whom": N_("With whom"),
}

USUAL = frozenset({"names", "birth", "sex", "origin"})
"""Ticked to begin with: the least with which somebody can be looked for."""


def askable(
    person: PersonDocument, search: SoughtDocument, birth_words: str
) -> tuple[tuple[str, str], ...]:
    """Return (field, value) for everything that is known and may be asked with.

    `birth_words`: the birth as it is shown to people.
    """
    readers: Mapping[str, Callable[[], str]] = {
        "names": lambda: " · ".join(name.text for name in person.names),
        "birth": lambda: birth_words,
        "sex": lambda: "" if person.sex is Sex.UNKNOWN else SEX_WORDS[person.sex],
        "origin": lambda: _origin(person),
        "father": lambda: _relative(person, RelationKind.FATHER),
        "mother": lambda: _relative(person, RelationKind.MOTHER),
        "languages": lambda: ", ".join(person.languages),
        "marks": lambda: ", ".join(note.text for note in person.notes if note.kind == "mark"),
        "last_news": lambda: _last_news(search),
        "heading_to": lambda: search.heading_to,
        "with_whom": lambda: search.with_whom,
    }
    values = ((name, readers[name]()) for name in FIELD_WORDS)
    return tuple((name, value) for name, value in values if value.strip())


def _origin(person: PersonDocument) -> str:
    place = person.place("origin")
    return ", ".join(part for part in (place.text, place.country) if part) if place else ""


def _relative(person: PersonDocument, kind: RelationKind) -> str:
    found: Relation | None = next((r for r in person.relations if r.kind is kind), None)
    return " · ".join(name.text for name in found.names) if found else ""


def _last_news(search: SoughtDocument) -> str:
    if not search.last_news:
        return ""
    news = search.last_news[0]
    day = news.day.isoformat() if news.day else ""
    return ", ".join(part for part in (day, news.place, news.words) if part)
