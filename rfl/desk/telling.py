"""How an unusual access is told: what happened, why it was picked, what each rule asks. Pure."""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from rfl.desk.unusual import (
    AT_ONCE,
    AT_ONCE_LEAST,
    AT_ONCE_USUAL,
    BREADTH_LEAST,
    BREADTH_USUAL,
    DAY_BEGINS,
    DAY_ENDS,
    NO_PART_LEAST,
    OFF_DAYS_KNOWN,
    OFF_LEAST,
    REFUSED_LEAST,
    REFUSED_WITHIN,
    REMEMBERED,
    SEARCHED_WITHIN,
    SILENCE_DAYS,
    Pick,
    Rule,
)
from rfl.linking.rules import SEARCHES_FREE, SEARCHES_MOST
from rfl.text import N_, Counted, Text

RULE_WORDS: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.MANY_AT_ONCE: N_("Many at once"),
        Rule.OUT_OF_HOURS: N_("Outside working hours"),
        Rule.NO_PART: N_("No part in the cases"),
        Rule.OWN_NAME: N_("Own family name"),
        Rule.OWN_VILLAGE: N_("Own village"),
        Rule.REFUSALS: N_("Refused again and again"),
        Rule.SEALED: N_("Tried a sealed record"),
        Rule.BREADTH: N_("Far more than usual"),
        Rule.SILENCE: N_("After a long silence"),
        Rule.TAKEN_OUT: N_("Taken out"),
        Rule.SEARCHES: N_("Many searches"),
    }
)

_HEADLINES: Mapping[Rule, str | Counted] = MappingProxyType(
    {
        Rule.MANY_AT_ONCE: Counted(
            "%(who)s opened %(num)d record in %(minutes)d minutes",
            "%(who)s opened %(num)d records in %(minutes)d minutes",
        ),
        Rule.OUT_OF_HOURS: Counted(
            "%(who)s opened %(num)d record, from %(hour)s on",
            "%(who)s opened %(num)d records, from %(hour)s on",
        ),
        Rule.NO_PART: Counted(
            "%(who)s opened %(num)d case that is not theirs",
            "%(who)s opened %(num)d cases that are not theirs",
        ),
        Rule.OWN_NAME: N_("%(who)s opened a record with their own family name"),
        Rule.OWN_VILLAGE: N_("%(who)s opened a record of somebody from their own village"),
        Rule.REFUSALS: Counted(
            "%(who)s was refused %(num)d time in %(minutes)d minutes",
            "%(who)s was refused %(num)d times in %(minutes)d minutes",
        ),
        Rule.SEALED: N_("%(who)s tried to open a sealed record"),
        Rule.BREADTH: Counted(
            "%(who)s opened %(num)d record in one day",
            "%(who)s opened %(num)d records in one day",
        ),
        Rule.SILENCE: Counted(
            "%(who)s opened records again after %(num)d day",
            "%(who)s opened records again after %(num)d days",
        ),
        Rule.TAKEN_OUT: N_("%(who)s took data out, as a file or on paper"),
        Rule.SEARCHES: Counted(
            "%(who)s searched %(num)d time in %(minutes)d minutes",
            "%(who)s searched %(num)d times in %(minutes)d minutes",
        ),
    }
)

_REASONS: Mapping[Rule, str | Counted] = MappingProxyType(
    {
        Rule.MANY_AT_ONCE: Counted(
            "They open %(num)d in such a time on a usual day. %(whose)s",
            "They open %(num)d in such a time on a usual day. %(whose)s",
        ),
        Rule.OUT_OF_HOURS: N_(
            "Offices rest then, and this colleague does not usually work at such hours."
        ),
        Rule.NO_PART: N_("They own none of them, wrote nothing in them and are not named there."),
        Rule.OWN_NAME: N_("They have no part in the case. It may be family, or a namesake."),
        Rule.OWN_VILLAGE: N_("They have no part in the case. It may be family, or a neighbour."),
        Rule.REFUSALS: N_("Nothing was shown. So many within the hour are more than a slip."),
        Rule.SEALED: N_(
            "Nothing was shown. No list or search leads there: somebody told them, or they guess."
        ),
        Rule.BREADTH: Counted(
            "On a usual day they open %(num)d, and their peers not many more.",
            "On a usual day they open %(num)d, and their peers not many more.",
        ),
        Rule.SILENCE: N_("Nothing was opened with this account in all that time."),
        Rule.TAKEN_OUT: N_("What has left the house cannot be called back."),
        Rule.SEARCHES: N_(
            "No family asks so much in an hour. What was typed stands in the record."
        ),
    }
)

_NOTHING_USUAL = N_(
    "Nobody reads so many in the time; what is usual for them is not known yet. %(whose)s"
)
_NONE_THEIRS = N_("None of them belongs to a case of theirs.")
_ALL_THEIRS = N_("All of them belong to cases of theirs.")
_SOME_THEIRS = Counted(
    "Of the %(all)d, %(num)d belongs to no case of theirs.",
    "Of the %(all)d, %(num)d belong to no case of theirs.",
)

MEANINGS: Mapping[Rule, Text] = MappingProxyType(
    {
        Rule.MANY_AT_ONCE: Text(
            "%(least)d records or more within %(minutes)d minutes, and %(times)d times what they "
            "open in such a time on a usual day.",
            least=AT_ONCE_LEAST,
            minutes=AT_ONCE.seconds // 60,
            times=AT_ONCE_USUAL,
        ),
        Rule.OUT_OF_HOURS: Text(
            "%(least)d records or more between %(ends)d and %(begins)d o’clock or on a day of "
            "rest, by somebody who did so on fewer than %(days)d of the last %(weeks)d days.",
            least=OFF_LEAST,
            ends=DAY_ENDS,
            begins=DAY_BEGINS,
            days=OFF_DAYS_KNOWN,
            weeks=REMEMBERED.days,
        ),
        Rule.NO_PART: Text(
            "%(least)d cases or more in one day that are not theirs. Heads of tracing oversee all.",
            least=NO_PART_LEAST,
        ),
        Rule.OWN_NAME: Text("One record of a person with their own, uncommon family name."),
        Rule.OWN_VILLAGE: Text("One record of a person from the village they say is theirs."),
        Rule.REFUSALS: Text(
            "%(least)d refusals or more within %(minutes)d minutes.",
            least=REFUSED_LEAST,
            minutes=REFUSED_WITHIN.seconds // 60,
        ),
        Rule.SEALED: Text("One try to open a sealed record on which they are not named."),
        Rule.BREADTH: Text(
            "%(least)d records or more in one day, and %(times)d times their own and their peers’ "
            "usual day.",
            least=BREADTH_LEAST,
            times=BREADTH_USUAL,
        ),
        Rule.SILENCE: Text(
            Counted(
                "The first record after %(num)d day without any.",
                "The first record after %(num)d days without any.",
            ),
            num=SILENCE_DAYS,
        ),
        Rule.TAKEN_OUT: Text("Every export and every print."),
        Rule.SEARCHES: Text(
            "%(least)d searches or more within %(minutes)d minutes. To go on they write down why; "
            "at %(most)d the search waits.",
            least=SEARCHES_FREE,
            minutes=SEARCHED_WITHIN.seconds // 60,
            most=SEARCHES_MOST,
        ),
    }
)
"""What makes each rule pick, with its threshold."""


def headline(pick: Pick, who: str) -> Text:
    """Return what happened, in one sentence."""
    return Text(
        _HEADLINES[pick.rule],
        who=who,
        num=(pick.usual or 0) if pick.rule is Rule.SILENCE else pick.count,
        minutes=_minutes(pick),
        hour=f"{pick.since:%H:%M}",
    )


def reason(pick: Pick) -> Text:
    """Return why it was picked, in an everyday sentence or two."""
    is_unknown = pick.rule is Rule.MANY_AT_ONCE and pick.usual is None
    return Text(
        _NOTHING_USUAL if is_unknown else _REASONS[pick.rule],
        num=pick.usual or 0,
        whose=_whose(pick),
    )


def _whose(pick: Pick) -> Text:
    if not pick.unrelated:
        return Text(_ALL_THEIRS)
    if pick.unrelated == pick.count:
        return Text(_NONE_THEIRS)
    return Text(_SOME_THEIRS, all=pick.count, num=pick.unrelated)


def _minutes(pick: Pick) -> int:
    return max(2, ceil((pick.until - pick.since).total_seconds() / 60))
