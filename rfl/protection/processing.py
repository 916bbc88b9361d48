"""What the program does with people's data, why, and for how long: the record of processing. Pure.

Article 30 of the GDPR asks for such a record. It is made from the tables by which the program
itself decides: purposes, legal bases, permissions. So it cannot say anything else than the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl.access.rules import GRANTS, Permission, Role
from rfl.persons.rules import Purpose
from rfl.text import N_
from rfl.tracing.rules import LegalBasis


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that is done with people's data. All words are English, to be translated."""

    title: str
    why: str
    of_whom: tuple[str, ...]
    data: tuple[str, ...]
    bases: tuple[LegalBasis, ...]
    purposes: tuple[Purpose, ...]
    """Purposes for which the person's consent is asked for each time."""
    read_by: Permission
    """Whoever holds it sees the data, as far as docs/SECURITY.md says."""
    others: tuple[str, ...] = ()
    """Who outside the society is told."""
    period: str = "case"
    """A key of PERIODS."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the roles that see the data."""
        return tuple(role for role in Role if self.read_by in GRANTS[role])


_C, _V, _P = LegalBasis.CONSENT, LegalBasis.VITAL_INTEREST, LegalBasis.PUBLIC_INTEREST
_L, _O = LegalBasis.LEGITIMATE_INTEREST, LegalBasis.LEGAL_OBLIGATION

PERIODS: Mapping[str, str] = {
    "case": N_(
        "Until the case ended: archived after %(archive)d and made anonymous after %(anonymise)d "
        "years."
    ),
    "wish": N_(
        "Until the person takes the consent to the search back, or has it erased; where it belongs "
        "to no case, at most %(registration)d years after anything new was heard."
    ),
    "child": N_(
        "Until the file is closed; erased with two people once the society’s period is over."
    ),
    "incident": N_(
        "While any case hangs on it that is not anonymous; erased with two people once nothing was "
        "written for %(anonymise)d years."
    ),
    "release": N_("One year, or less if the person says so; at once when they take it back."),
    "message": N_("With its case; otherwise one year after the last act, then emptied by rule."),
    "rights": N_("As proof, as long as the society can be asked for it."),
    "trail": N_(
        "As long as the society can be asked who opened what; closed for all but the focal points."
    ),
    "figures": N_("For ever: nobody can be told from them."),
    "account": N_("While the colleague works here; then their name stays sealed in the trail."),
}
"""How long is kept, in words; years are the society's own."""

_FORM = (
    *(N_("names"), N_("birth"), N_("sex"), N_("places"), N_("family"), N_("languages")),
    *(N_("marks and papers"), N_("how to reach them")),
)

ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        N_("Registering people"),
        N_("So that a family can find them, if they wish."),
        (N_("people met by the society"), N_("relatives whom they name")),
        (*_FORM, N_("what they want their family to know"), N_("their decisions")),
        (_C, _V),
        (Purpose.TRACING, Purpose.SHARE_SOCIETY, Purpose.SHARE_ICRC),
        Permission.REGISTRATION_READ,
        period="wish",
    ),
    Activity(
        N_("Tracing requests"),
        N_("To search for somebody whom a family has lost."),
        (N_("enquirers"), N_("sought people"), N_("relatives whom they name")),
        (
            *(*_FORM, N_("how contact was lost"), N_("what was tried and told")),
            N_("photos and documents"),
        ),
        (_C, _P, _V, _L),
        (Purpose.TRACING, Purpose.SHARE_SOCIETY),
        Permission.REQUEST_READ,
    ),
    Activity(
        N_("Comparing the sought with the registered"),
        N_("To suggest who may be whom; a person decides, the program never."),
        (N_("sought people"), N_("registered people")),
        (N_("names"), N_("birth"), N_("places"), N_("family")),
        (_C, _P),
        (Purpose.TRACING, Purpose.SHARE_SOCIETY),
        Permission.LINK_READ,
        (N_("colleagues of partner societies, of people who agreed"),),
    ),
    Activity(
        N_("Asking another society"),
        N_("To have a person confirmed and asked what may be told."),
        (N_("sought people"),),
        (N_("only the fields chosen one by one"),),
        (_C, _L),
        (Purpose.SHARE_SOCIETY,),
        Permission.ASK_READ,
        (N_("the one society that is asked"),),
    ),
    Activity(
        N_("Handing a case over"),
        N_("To have a search carried on where it can be."),
        (N_("enquirers"), N_("sought people")),
        (N_("the case, sealed anew"), N_("before that: how many, how old, where, no name")),
        (_C,),
        (Purpose.SHARE_SOCIETY,),
        Permission.TRANSFER_READ,
        (N_("the one society that takes it on"),),
    ),
    Activity(
        N_("Sending people to services"),
        N_("To have somebody helped in what tracing cannot give."),
        (N_("enquirers"), N_("sought people")),
        (N_("which service, and what it was told"), N_("what came of it")),
        (_C,),
        (),
        Permission.REQUEST_WRITE,
        (N_("the service that they agreed to"),),
    ),
    Activity(
        N_("Telling a family"),
        N_("To pass on exactly what the found person allows."),
        (N_("found people"),),
        (
            N_("that they are alive"),
            N_("a message"),
            N_("a way to reach them"),
            N_("where they are"),
        ),
        (_C,),
        (Purpose.TELL_ALIVE, Purpose.TELL_CONTACT, Purpose.TELL_WHEREABOUTS),
        Permission.INBOX_READ,
        (N_("the asking society, for their family"),),
        period="release",
    ),
    Activity(
        N_("Family messages"),
        N_("To carry open family news to people who cannot be reached otherwise."),
        (N_("senders"), N_("addressees")),
        (
            *(N_("names"), N_("where they are"), N_("the message, in words or as a picture")),
            *(N_("attempts to deliver it"), N_("what the sender may know")),
        ),
        (_C, _P),
        (),
        Permission.MESSAGE_READ,
        (N_("the society that brings it, without the sender’s address"), N_("the addressee")),
        period="message",
    ),
    Activity(
        N_("Looking after children without their family"),
        N_("To protect a child, find the family, and decide with two people what is best."),
        (N_("unaccompanied and separated children"), N_("carers, guardians, relatives")),
        (
            *(N_("what the child says"), N_("who cares for them"), N_("risks")),
            *(N_("both sides of a verification"), N_("what is best, and why"), N_("visits")),
        ),
        (_V, _P, _C),
        (),
        Permission.CHILD_READ,
        (N_("the authority that appoints a guardian, in talks that are not kept here"),),
        period="child",
    ),
    Activity(
        N_("Events with many missing"),
        N_("To tell families what probably became of those who were on board, by which sources."),
        (N_("sought people"), N_("survivors"), N_("whoever was on board")),
        (N_("figures by source"), N_("testimonies"), N_("who was seen, where and when")),
        (_V, _P, _C),
        (),
        Permission.INCIDENT_READ,
        period="incident",
    ),
    Activity(
        N_("People’s rights"),
        N_("To answer people who ask about their data."),
        (N_("whoever asks"),),
        (N_("who asks"), N_("how it was checked"), N_("the decision and its reasons")),
        (_O,),
        (),
        Permission.RIGHTS_READ,
        (N_("the person themself"),),
        period="rights",
    ),
    Activity(
        N_("Record of access"),
        N_("So that nobody opens a record without a trace."),
        (N_("colleagues"), N_("people whose records are opened")),
        (N_("who did what when, with which record; never what it says"),),
        (_O, _L),
        (),
        Permission.AUDIT_READ,
        period="trail",
    ),
    Activity(
        N_("Accounts"),
        N_("So that only colleagues enter, each with their own roles."),
        (N_("colleagues"),),
        (N_("name"), N_("e-mail address"), N_("place of work"), N_("roles"), N_("second step")),
        (_L,),
        (),
        Permission.USER_MANAGE,
        period="account",
    ),
    Activity(
        N_("Figures"),
        N_("To tell how many were helped; small numbers are held back."),
        (N_("nobody: figures without names"),),
        (N_("counts by society and year"),),
        (_P,),
        (Purpose.STATISTICS,),
        Permission.REPORT_READ,
        (N_("the regional coordinator"),),
        period="figures",
    ),
)
