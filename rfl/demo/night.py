"""Two weeks of usual days and one Sunday night: what the focal point of the demonstration finds.

Told before anything else, since the trail of a society only ever grows at its end. Everything is
done through the same services as people use, with the clock of that moment.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from rfl import clock
from rfl.access.rules import Actor
from rfl.demo.cast import Seat
from rfl.demo.people import adult, invent
from rfl.demo.world import registration
from rfl.desk.watching import watch
from rfl.installation import Installation
from rfl.persons import records, registering
from rfl.societies import service as societies
from rfl.web.zones import weekend_of, zone_of

STORY_SOCIETY = "SN"
STORY_DAYS = 13
WHO, COLLEAGUE, HEAD = "Moussa Camara", "Awa Sarr", "Ousmane Faye"
OWN, OTHERS = 14, 44
"""Registrations of his own, and of his colleague."""

AT_NIGHT, EVERY = time(22, 48), timedelta(seconds=33)
TAKEN = 41
MORNING, IN_A_MORNING, AFTERNOON, IN_AN_AFTERNOON = time(9, 10), 9, time(15, 5), 3


def begins() -> datetime:
    """Return the Monday morning on which the story begins, in UTC."""
    zone = ZoneInfo(zone_of(STORY_SOCIETY))
    today = clock.now().astimezone(zone).date()
    sunday = today - timedelta(days=today.isoweekday())
    return datetime.combine(sunday - timedelta(days=STORY_DAYS), time(8), zone)


def tell_night(installation: Installation, seats: Sequence[Seat], seed: int) -> None:
    """Let Moussa Camara work as usual for two weeks, and then open what is not his, at night."""
    by_name = {one.member.name: one.actor for one in seats}
    moussa, awa, head = by_name[WHO], by_name[COLLEAGUE], by_name[HEAD]
    first, random = begins(), Random(seed)
    with clock.at(first):
        own = _register(installation, moussa, OWN, random)
        others = _register(installation, awa, OTHERS, random)
    rest = weekend_of(STORY_SOCIETY)
    for number in range(1, STORY_DAYS):
        day = first + timedelta(days=number)
        if day.weekday() in rest:
            # both are on call, so that a demonstration begun on a Sunday picks nobody for it
            _open(installation, awa, others[:1], day, EVERY)
            _open(installation, head, others[:1], day, EVERY)
            _look(installation, day + timedelta(hours=10))
        else:
            _work(installation, moussa, own, day)
            _open(installation, awa, others[:IN_AN_AFTERNOON], day + timedelta(hours=2), EVERY)
            _look(installation, day + timedelta(hours=10))
    night = datetime.combine((first + timedelta(days=STORY_DAYS)).date(), AT_NIGHT, first.tzinfo)
    _open(installation, moussa, others[:TAKEN], night, EVERY)
    _look(installation, night + timedelta(minutes=40))


def _register(installation: Installation, actor: Actor, count: int, random: Random) -> list[UUID]:
    """Register grown people: who may be a child is held closely, and not every colleague's."""
    with installation.begin() as session:
        sites = [site.id for site in societies.sites(session, actor.society)]
        news = [
            registration(
                random, adult(invent(random)), actor.society, clock.today(), sites, is_sought=False
            )
            for _ in range(count)
        ]
        return [row.id for row in registering.register_many(session, actor, news)]


def _work(installation: Installation, actor: Actor, own: Sequence[UUID], day: datetime) -> None:
    morning = datetime.combine(day.date(), MORNING, day.tzinfo) + timedelta(minutes=day.minute)
    afternoon = datetime.combine(day.date(), AFTERNOON, day.tzinfo)
    _open(installation, actor, own[:IN_A_MORNING], morning, timedelta(minutes=3))
    rest = own[IN_A_MORNING : IN_A_MORNING + IN_AN_AFTERNOON]
    _open(installation, actor, rest, afternoon, timedelta(minutes=20))


def _open(
    installation: Installation,
    actor: Actor,
    registrations: Sequence[UUID],
    begin: datetime,
    every: timedelta,
) -> None:
    """Open records one after the other, each entry with the moment of its own."""
    with installation.begin() as session:
        for number, registration_id in enumerate(registrations):
            with clock.at(begin + number * every):
                records.read(session, actor, registration_id)


def _look(installation: Installation, at: datetime) -> None:
    with clock.at(at), installation.begin() as session:
        watch(session, STORY_SOCIETY)
