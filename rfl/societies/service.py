"""Societies, their sites, and the numbers they give."""

from collections.abc import Sequence
from contextlib import suppress
from secrets import randbits
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.societies.catalogue import SOCIETIES
from rfl.societies.countries import countries
from rfl.societies.models import NumberSeries, Site, Society
from rfl.societies.rules import SEED_BITS, SiteKind, scattered
from rfl.text import Text

KIND_LETTERS = {
    "request": "",
    "registration": "R",
    "rights": "P",
    "child": "C",
    "message": "M",
    "board": "B",
    "incident": "E",
}
"""What stands between society and year in a number: SN-2026-00417, GM-R-2026-00862."""


def seed(session: Session) -> None:
    """Add the societies of the programme and their sites; those already there stay."""
    present = set(session.scalars(select(Society.code)))
    for entry in SOCIETIES:
        if entry.code in present:
            continue
        society = _add(session, entry.code, entry.name, entry.country)
        society.routes = ",".join(entry.routes)
        session.flush()
        session.add_all(
            Site(
                society_code=entry.code,
                name=site.name,
                kind=site.kind,
                latitude=site.latitude,
                longitude=site.longitude,
            )
            for site in entry.sites
        )


def add_society(session: Session, code: str, name: str) -> Society:
    """Add another society of the world, at the console of the installation.

    Raises:
        RuleBrokenError: no such country, no name, or it is here already.

    """
    code = code.strip().upper()
    if code not in countries():
        raise RuleBrokenError(
            Text(
                "‘%(code)s’ is no ISO 3166-1 country code. Write two letters, such as SN.",
                code=code,
            )
        )
    if not name.strip():
        raise RuleBrokenError("Give the society’s name with --name.")
    if session.get(Society, code) is not None:
        raise RuleBrokenError(
            Text("The society of %(country)s is here already.", country=countries()[code])
        )
    return _add(session, code, name.strip(), countries()[code])


def society(session: Session, code: str) -> Society:
    """Return one society.

    Raises:
        NotFoundError: there is none of this code.

    """
    found = session.get(Society, code)
    if found is None:
        raise NotFoundError("society")
    return found


def societies(session: Session) -> Sequence[Society]:
    """Return all societies, by country."""
    return session.scalars(select(Society).order_by(Society.country)).all()


def sites(session: Session, society_code: str) -> Sequence[Site]:
    """Return the sites where a society works now, by name."""
    query = select(Site).where(Site.society_code == society_code, Site.closed_at.is_(None))
    return session.scalars(query.order_by(Site.name)).all()


def site_at(session: Session, society_code: str, place: str) -> str:
    """Return the id of the site that is called as the place where a colleague works; '' if none."""
    here = place.strip().casefold()
    return next(
        (str(one.id) for one in sites(session, society_code) if one.name.casefold() == here), ""
    )


def add_site(session: Session, actor: Actor, name: str, kind: SiteKind) -> Site:
    """Add a site to the actor's society. One that was closed under this name is opened again.

    Raises:
        RuleBrokenError: no name, or a site of this name is there.

    """
    authorise(actor, Permission.SITE_MANAGE)
    name = name.strip()
    if not name:
        raise RuleBrokenError("Give the site a name.")
    query = select(Site).where(Site.society_code == actor.society, Site.name == name)
    site = session.scalar(query)
    if site is None:
        site = Site(society_code=actor.society, name=name, kind=kind)
        session.add(site)
    elif site.closed_at is None:
        raise RuleBrokenError("There is a site of this name already.")
    site.kind, site.closed_at = kind, None
    session.flush()
    _record_site(session, actor, site)
    return site


def close_site(session: Session, actor: Actor, site_id: UUID) -> None:
    """Close a site: it can no longer be chosen, and what happened there stays."""
    authorise(actor, Permission.SITE_MANAGE)
    site = session.get(Site, site_id)
    if site is None or site.society_code != actor.society:
        raise NotFoundError("site")
    site.closed_at = site.closed_at or clock.now()
    _record_site(session, actor, site)


def next_number(session: Session, society_code: str, kind: str, year: int) -> str:
    """Return the next number of a kind (KIND_LETTERS): SN-2026-00417."""
    return next_numbers(session, society_code, kind, year, 1)[0]


def next_numbers(
    session: Session, society_code: str, kind: str, year: int, count: int
) -> list[str]:
    """Return `count` new numbers; the row of the series is locked until the transaction ends.

    They come in no order (rules.scattered), so that neither a gap between two of them nor the
    newest one tells of records that its reader may not know.
    """
    series = _series(session, society_code, kind, year)
    first, series.last = series.last, series.last + count
    session.flush()
    letter = KIND_LETTERS[kind]
    head = "-".join(part for part in (society_code, letter, str(year)) if part)
    return [f"{head}-{scattered(place, series.seed):05d}" for place in range(first, series.last)]


def _series(session: Session, society_code: str, kind: str, year: int) -> NumberSeries:
    """Return the locked series, made here if it is the year's first number."""
    place = (society_code, kind, year)
    series = session.get(NumberSeries, place, with_for_update=True)
    if series is not None:
        return series
    with suppress(IntegrityError), session.begin_nested():  # somebody else may be first
        row = NumberSeries(society_code=society_code, kind=kind, year=year, last=0)
        row.seed = randbits(SEED_BITS)
        session.add(row)
    return session.get_one(NumberSeries, place, with_for_update=True)


def _add(session: Session, code: str, name: str, country: str) -> Society:
    found = Society(code=code, name=name, country=country, added_at=clock.now())
    session.add(found)
    keys.of(session).ensure_society(code)
    audit.record(
        session, SYSTEM, Act.SOCIETY_ADDED, societies=[INSTALLATION_LOG], detail={"code": code}
    )
    return found


def _record_site(session: Session, actor: Actor, site: Site) -> None:
    audit.record(
        session, actor.user_id, Act.SITE_CHANGED, societies=[actor.society], subjects=[site.id]
    )
