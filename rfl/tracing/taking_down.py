"""From what was typed to what is kept, and back: the documents of a case and its forms."""

from typing import Any

from rfl import clock
from rfl.matching.types import NameRole
from rfl.persons.document import ConsentDocument, NamePart, PersonDocument, PersonName, Said
from rfl.persons.person_form import from_document, to_document
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose, RelationKind, SourceKind
from rfl.tracing.case_forms import EVERYBODY, NOBODY, OpeningForm
from rfl.tracing.document import LastNews, RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.opening import NO_SEARCH, NewRequest, NewSought
from rfl.tracing.rules import CaseState, Cause, LegalBasis


def new_request(form: OpeningForm, state: CaseState) -> NewRequest:
    """Return the request that a valid form tells."""
    said = Said(SourceKind.PERSON, clock.today())
    phone = _line(form.enquirer_phone)
    enquirer = PersonDocument(
        names=(PersonName((NamePart(_line(form.enquirer_name), NameRole.FULL),), said),),
        telephones=(phone,) if phone else (),
    )
    return NewRequest(
        enquirer=enquirer,
        sought=(new_sought(form),),
        document=situation(form),
        consents=consents(form),
        state=state,
        once=_line(form.once),
    )


def new_sought(form: Any, earlier: NewSought | None = None) -> NewSought:
    """Return the sought person that a valid form with SearchFields tells.

    What was said earlier stays behind it, unless the form says that it was a slip of the pen.
    """
    said = Said(SourceKind.ENQUIRER, clock.today())
    if earlier is None:
        return NewSought(to_document(form.person.form, said), _search(form, NO_SEARCH))
    is_slip = bool(form.is_slip.data)
    person = to_document(form.person.form, said, earlier.person, is_slip=is_slip)
    return NewSought(person, _search(form, earlier.search))


def enquirer(form: Any, earlier: PersonDocument) -> PersonDocument:
    """Return the enquirer that a valid form tells; see `new_sought`."""
    said = Said(SourceKind.PERSON, clock.today())
    return to_document(form.person.form, said, earlier, is_slip=bool(form.is_slip.data))


def situation(form: Any) -> RequestDocument:
    """Return contact, circumstances and legal basis from a form that has them."""
    return RequestDocument(
        contact=SafeContact(
            channel=_line(form.channel),
            hours=_line(form.hours),
            language=_line(form.language),
            interpreter=bool(form.interpreter.data),
        ),
        cause=Cause(form.cause.data) if form.cause.data else None,
        circumstances=_text(form.circumstances),
        legal_basis=LegalBasis(form.legal_basis.data) if form.legal_basis.data else None,
        danger=_text(form.danger),
        tried=_text(form.tried),
    )


def consents(form: Any) -> tuple[NewConsent, ...]:
    """Return what the enquirer decided, from a form with ConsentFields and `consent`.

    Without the consent to search nothing is shared either; a 'no' is kept as a refusal.
    """
    if not form.consent.data:
        return ()
    document = ConsentDocument(language=_line(form.consent_language))
    found = [NewConsent(Purpose.TRACING, document=document)]
    if form.share.data == EVERYBODY:
        found.append(NewConsent(Purpose.SHARE_SOCIETY, document=document))
    elif form.share.data == NOBODY:
        refused = ConsentDecision.REFUSED
        found.append(NewConsent(Purpose.SHARE_SOCIETY, refused, document=document))
    else:
        found += [
            NewConsent(Purpose.SHARE_SOCIETY, recipient=code, document=document)
            for code in form.recipients.data or ()
        ]
    return tuple(found)


def data_of_sought(sought: NewSought) -> dict[str, Any]:
    """Return a sought person as data for a form with SearchFields."""
    search = sought.search
    news = search.last_news[0] if search.last_news else LastNews()
    return {
        "relation": search.relation.value,
        "person": from_document(sought.person),
        "news_day": news.day,
        "news_place": news.place,
        "news_country": news.country,
        "news_channel": news.channel,
        "news_words": news.words,
        "lost_contact": search.lost_contact,
        "heading_to": search.heading_to,
        "with_whom": search.with_whom,
        "boat": search.boat,
    }


SHARED = ("origin_country", "origin", "father", "mother", "languages", "nationality", "ethnicity")
"""What siblings who were lost together have in common, of a person."""


def data_shared(sought: NewSought) -> dict[str, Any]:
    """Return what a second sought person may share with `sought`: family, origin, last news.

    Not the name, the birth, what they are to the enquirer, telephones or marks.
    """
    data = data_of_sought(sought)
    person = {name: data["person"][name] for name in SHARED if name in data["person"]}
    return {**data, "relation": "", "person": person}


def data_of_situation(document: RequestDocument) -> dict[str, Any]:
    """Return contact, circumstances and legal basis as data for a form."""
    contact = document.contact
    basis = document.legal_basis or LegalBasis.CONSENT
    return {
        "channel": contact.channel,
        "hours": contact.hours,
        "language": contact.language,
        "interpreter": contact.interpreter,
        "danger": document.danger,
        "cause": document.cause.value if document.cause else "",
        "circumstances": document.circumstances,
        "tried": document.tried,
        "legal_basis": basis.value,
    }


def _search(form: Any, earlier: SoughtDocument) -> SoughtDocument:
    news = LastNews(
        day=form.news_day.data,
        country=form.news_country.data or "",
        place=_line(form.news_place),
        channel=_line(form.news_channel),
        words=_text(form.news_words),
    )
    return SoughtDocument(
        relation=RelationKind(form.relation.data),
        last_news=((news,) if news != LastNews() else ()) + earlier.last_news[1:],
        lost_contact=_text(form.lost_contact),
        heading_to=_line(form.heading_to),
        with_whom=_line(form.with_whom),
        boat=_line(form.boat),
    )


def _line(field: Any) -> str:
    return " ".join((field.data or "").split())


def _text(field: Any) -> str:
    return (field.data or "").strip()
