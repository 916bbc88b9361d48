"""Which fields of a sought person may be put into a confirmation request, one by one. Pure."""

import re
from collections.abc import Callable, Mapping

from rfl.persons.document import PersonDocument, Relation
from rfl.persons.rules import SEX_WORDS, RelationKind, Sex
from rfl.text import N_, Counted, Text
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


_DAY = r"(\d{1,2}) ([^\W\d]+) (\d{4})"
_COUNTRY = re.compile(r"(?:(.+), )?([A-Z]{2})")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:, (.+))?", re.DOTALL)
_BIRTHS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Text]], ...] = (
    (re.compile(_DAY), lambda found: _day(*found.groups())),
    (re.compile(f"about {_DAY}"), lambda found: _about(_day(*found.groups()))),
    (re.compile(r"about (\d{4})"), lambda found: _about(Text("%(year)s", year=found[1]))),
    (
        re.compile(rf"(\d+) years? old on {_DAY}"),
        lambda found: Text(
            Counted("%(num)d year old on %(day)s", "%(num)d years old on %(day)s"),
            num=int(found[1]),
            day=_day(*found.groups()[1:]),
        ),
    ),
)
"""Births as `persons.calendars.describe` puts them in English, which is what is sent."""


def told(field: str, value: str) -> str | Text:
    """Return what was sent so that it can be said in the reader's language; else as it stands.

    `country_code` and `iso_day` in it are codes, which a page writes out.
    """
    if field == "origin" and (found := _COUNTRY.fullmatch(value)):
        place, code = found.groups()
        if not place:
            return Text("%(country_code)s", country_code=code)
        return Text("%(place)s, %(country_code)s", place=place, country_code=code)
    if field == "last_news" and (found := _ISO.fullmatch(value)):
        day, rest = found.groups()
        if not rest:
            return Text("%(iso_day)s", iso_day=day)
        return Text("%(place)s, %(iso_day)s", place=rest, iso_day=day)
    if field == "birth":
        hits = ((say, pattern.fullmatch(value)) for pattern, say in _BIRTHS)
        return next((say(found) for say, found in hits if found), value)
    return value


def _day(day: str, month: str, year: str) -> Text:
    return Text("%(day)s %(month)s %(year)s", day=day, month=Text(month), year=year)


def _about(said: Text) -> Text:
    return Text("about %(said)s", said=said)


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
