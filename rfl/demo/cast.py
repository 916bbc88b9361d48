"""Who signs in to the demonstration: the colleagues of a few societies, all invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.audit.rules import SYSTEM
from rfl.text import N_

REGISTERING = ("GM", "ES", "MR", "IT", "GR", "ML", "BA", "RS", "MK", "BG", "TR", "SN")
"""Societies that register people in the demonstration."""
ASKING = ("SN", "GM", "ML", "MR", "FR", "CH", "GB", "IT")
"""Societies whose families look for somebody."""

ROLE_LINES: Mapping[Role, tuple[str, str]] = {
    Role.OFFICER: (N_("Works cases, reviews suggested links, asks partners"), "loops"),
    Role.VOLUNTEER: (N_("Takes down what people say"), "phone"),
    Role.SUPERVISOR: (N_("Assigns, approves, is the second pair of eyes"), "people"),
    Role.PARTNER: (N_("Answers requests from other societies"), "outbox"),
    Role.SAFEGUARDING: (N_("Sees who opened what, and asks why"), "shield"),
    Role.DPO: (N_("What people ask about their data; how long it is kept"), "doc"),
    Role.ADMIN: (N_("Users and sites; no names of families"), "gear"),
    Role.COORDINATOR: (N_("Figures only, small numbers held back"), "chart"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One demonstration user."""

    name: str
    society: str
    place: str
    role: Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A member who was given an account."""

    member: Member
    user_id: UUID

    @property
    def actor(self) -> Actor:
        """Return the actor they are."""
        return Actor(self.user_id, self.member.society, frozenset({self.member.role}))


_O, _S = Role.OFFICER, Role.SUPERVISOR
CAST: tuple[Member, ...] = (
    Member("Awa Sarr", "SN", "Dakar", _O),
    Member("Ousmane Faye", "SN", "Dakar", _S),
    Member("Ndèye Coumba Sow", "SN", "Dakar", Role.SAFEGUARDING),
    Member("Moussa Camara", "SN", "Mbour", _O),
    Member("Cheikh Mané", "SN", "Kolda", Role.VOLUNTEER),
    Member("Fatou Kiné Bâ", "SN", "Dakar", Role.ADMIN),
    Member("Lamin Touray", "GM", "Banjul", _O),
    Member("Haddy Njie", "GM", "Banjul", _S),
    Member("Binta Saho", "GM", "Banjul", Role.SAFEGUARDING),
    Member("Amra Delić", "BA", "Blažuj", Role.PARTNER),
    Member("Goran Marić", "BA", "Sarajevo", _S),
    Member("Marta Ribas", "ES", "Madrid", Role.DPO),
    Member("Jordi Puig", "ES", "Arguineguín", _O),
    Member("Elena Ruiz", "ES", "Las Raíces", _S),
    Member("Yosef Habte", "IT", "Lampedusa", Role.VOLUNTEER),
    Member("Giulia Conti", "IT", "Rome", _O),
    Member("Paolo Serra", "IT", "Rome", _S),
    Member("Inès Keller", "CH", "Wabern", Role.COORDINATOR),
    Member("Reto Amsler", "CH", "Wabern", _O),
    Member("Claire Dubois", "FR", "Paris", _O),
    Member("Aïcha Coulibaly", "ML", "Bamako", _O),
    Member("Sidi Ould Ahmed", "MR", "Nouadhibou", _O),
    Member("Sarah Whitby", "GB", "London", _O),
    Member("Eleni Papadaki", "GR", "Lesvos", _O),
    Member("Milica Jović", "RS", "Preševo", _O),
    Member("Biljana Ristova", "MK", "Gevgelija", _O),
    Member("Petar Kolev", "BG", "Harmanli", _O),
    Member("Zeynep Arslan", "TR", "Gaziantep", _O),
)

SECOND: tuple[Member, ...] = (
    Member("Luc Bernard", "FR", "Paris", _S),
    Member("Modibo Traoré", "ML", "Bamako", _S),
    Member("Mariem Mint Sidi", "MR", "Nouakchott", _S),
    Member("James Okoro", "GB", "London", _S),
    Member("Ursina Caduff", "CH", "Wabern", _S),
    Member("Mame Diarra Seck", "SN", "Dakar", Role.SAFEGUARDING),
    Member("Ebou Jobe", "GM", "Banjul", Role.SAFEGUARDING),
)
"""A second pair of eyes for the other asking societies, and for two records of access."""


def seat(session: Session, member: Member) -> Seat:
    """Give `member` an account that only the demonstration's doors open."""
    local = member.name.lower().replace(" ", ".").replace("’", "")
    staff = StaffDocument(
        name=member.name, email=f"{local}@{member.society.lower()}.example", place=member.place
    )
    user = access.new_user(session, member.society, staff, [member.role], SYSTEM)
    user.is_demo = True
    return Seat(member, user.id)
