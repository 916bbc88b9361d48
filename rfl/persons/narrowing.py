"""What the list of registered people is narrowed to: words for the address, for people, for SQL."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, visible
from rfl.lists.kept import Listing
from rfl.lists.rules import OWNERS, ListName
from rfl.persons import queries
from rfl.persons.queries import RegistrationFilter
from rfl.persons.rules import REGISTRATION_WORDS, RegistrationKind
from rfl.text import N_, Counted, Text

KIND_CHIPS: Mapping[str, str] = {
    "": N_("All"),
    **{kind.value: words for kind, words in REGISTRATION_WORDS.items()},
}
DUES: Mapping[str, str] = {"": N_("Whenever"), "review": N_("Review due")}
MET_WITHIN_DAYS = (1, 7, 30, 90, 365)
MET = Counted("Met in the last %(num)d day", "Met in the last %(num)d days")


def chosen_of(args: Mapping[str, str]) -> dict[str, str]:
    """Return the filters of an address; an unknown word counts as none."""
    known = {
        "kind": KIND_CHIPS,
        "owner": OWNERS,
        "due": DUES,
        "days": [str(one) for one in MET_WITHIN_DAYS],
    }
    chosen = {
        name: value if (value := args.get(name, "")) in words else ""
        for name, words in known.items()
    }
    chosen["site"] = _site(args.get("site", ""))
    chosen["number"] = args.get("number", "").strip()[:30]
    return chosen


def filter_of(actor: Actor, chosen: Mapping[str, str]) -> RegistrationFilter:
    """Return the condition of chosen filters, for this reader and now."""
    since = None
    if chosen["days"]:
        first = clock.today() - timedelta(days=int(chosen["days"]))
        since = datetime.combine(first, time(0), UTC)
    return RegistrationFilter(
        number=chosen["number"],
        kind=RegistrationKind(chosen["kind"]) if chosen["kind"] else None,
        site_id=UUID(chosen["site"]) if chosen["site"] else None,
        met_from=since,
        owner_id=actor.user_id if chosen["owner"] == "mine" else None,
        is_unowned=chosen["owner"] == "nobody",
        review_before=clock.now() if chosen["due"] else None,
    )


def listing(sites: Mapping[UUID, str]) -> Listing:
    """Return the list of registered people, as its views are kept. `sites`: names by id."""

    def said(chosen: Mapping[str, str]) -> list[Text]:
        return words_of(chosen, sites)

    return Listing(
        name=ListName.PEOPLE,
        lists=Permission.PERSON_LIST,
        keys=("kind", "owner", "due", "days", "site"),
        read=chosen_of,
        say=said,
        count=_count,
    )


def words_of(chosen: Mapping[str, str], sites: Mapping[UUID, str]) -> list[Text]:
    """Return the words of the filters that narrow anything; none of a number typed."""
    tables = {"kind": KIND_CHIPS, "owner": OWNERS, "due": DUES}
    found = [Text(words[chosen[name]]) for name, words in tables.items() if chosen[name]]
    if chosen["days"]:
        found.append(Text(MET, num=int(chosen["days"])))
    if chosen["site"]:
        name = sites.get(UUID(chosen["site"]))
        found.append(Text("Site: %(site)s", site=name) if name else Text("A site that is closed"))
    return found


def _count(session: Session, actor: Actor, views: Sequence[Mapping[str, str]]) -> list[int]:
    scope = visible(actor, Permission.REGISTRATION_LIST, clock.now())
    return queries.count_each(session, scope, [filter_of(actor, one) for one in views])


def _site(value: str) -> str:
    try:
        return str(UUID(value)) if value else ""
    except ValueError:
        return ""
