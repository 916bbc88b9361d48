"""What comes next in a child's file, what is not open yet and why, and what else can be done."""

from collections.abc import Sequence

from rfl.access.rules import Actor, Permission, Sensitivity, may
from rfl.children.late import VISIT_DUE_DAYS, follow_up_from, is_visited
from rfl.children.reading import ChildPage, days_unseen
from rfl.children.reviewing import next_visit
from rfl.children.rules import (
    ACTS,
    PART_OF_MORE,
    ChildAct,
    ChildState,
    EntryKind,
    Factor,
    Verdict,
    check_act,
    missing,
)
from rfl.children.tasks import ALARM_SAYING, SAYINGS, Task, is_for
from rfl.children.writing import check_writable
from rfl.errors import RuleBrokenError
from rfl.text import N_, Counted, Text
from rfl.tracing.dates import short_day
from rfl.tracing.next_act import Also, Choices
from rfl.tracing.panels import NextAct, Pressing

OTHERS_TURN: dict[Task, str] = {
    Task.CHILD_SIDE: N_("You asked the relative. A colleague asks the child: bring one in."),
    Task.FAMILY_SIDE: N_("You asked the child. A colleague asks the relative: bring one in."),
    Task.SIGN: N_("A head of tracing and a safeguarding focal point sign, neither of them twice."),
    Task.CLOSE: N_("A head of tracing closes the file."),
}

TOO_EARLY = frozenset(
    {ChildState.TRACING, ChildState.FAMILY_LOCATED, ChildState.RELATIONSHIP_VERIFIED}
)
"""States in which a hurried person looks for the reunion: it stays in sight, with the reason."""

_TOO_EARLY = N_(
    "Opens when the relationship is verified from both sides, and two people signed what is best."
)

WRITE_LINKS = (
    (EntryKind.VISIT, N_("Write down a visit"), ""),
    (EntryKind.WISH, N_("The child says something new"), N_("Write down what the child says")),
    (EntryKind.CARE, N_("The care arrangement changes"), N_("Write down the care arrangement")),
    (EntryKind.GUARDIAN, N_("The guardian changes"), N_("Write down the guardian")),
    (EntryKind.RISK, N_("The risks change"), N_("Write down the risks")),
    (EntryKind.NOTE, N_("Write a note"), ""),
)
"""What can always be written: its kind, the words, and those while none stands in the file."""


def choices(page: ChildPage, actor: Actor) -> Choices:
    """Return what `actor` may do next in a file."""
    offers = [*_alarm(page, actor), *_visit(page, actor), *_main(page, actor)]
    open_ones = sorted((one for one in offers if one.href), key=lambda one: -one.pressing)
    first = next(iter(open_ones), None)
    taken = first.href if first else ""
    return Choices(
        first=first,
        blocked=[*(one for one in offers if not one.href), *_held_back(page)],
        also=_once([*_bring_in(page, offers), *_others(open_ones[1:]), *_also(page, actor)], taken),
    )


def _bring_in(page: ChildPage, offers: Sequence[NextAct]) -> list[Also]:
    """Return the way to a colleague first, where the other side of a verification needs one."""
    is_stuck = page.task in (Task.CHILD_SIDE, Task.FAMILY_SIDE) and not any(
        one.href for one in offers
    )
    return [Also(Text("Who works on this file"), f"{base(page)}/people")] if is_stuck else []


def _others(offers: Sequence[NextAct]) -> list[Also]:
    return [Also(one.say, one.href) for one in offers]


def _once(found: list[Also], taken: str) -> list[Also]:
    """Return each way once, but for the one that the button takes."""
    by_href = {one.href: one for one in reversed(found)}
    return [one for one in found if one is by_href[one.href] and one.href != taken]


def base(page: ChildPage) -> str:
    """Return the file's address."""
    return f"/children/{page.row.id}"


def _alarm(page: ChildPage, actor: Actor) -> list[NextAct]:
    """Return the grave risk that a head of tracing was told of, before all else."""
    if page.alarm is None or not may(actor, Permission.CHILD_DECIDE):
        return []
    say, why, act = (Text(words) for words in ALARM_SAYING)
    return [NextAct(say, why, act, f"{base(page)}/alarm", Pressing.FAMILY)]


def _visit(page: ChildPage, actor: Actor) -> list[NextAct]:
    """Return the visit that is due, before any step: a child waits."""
    days = days_unseen(page.row)
    is_due = is_visited(page.row.state) and days >= VISIT_DUE_DAYS
    if not is_due or not may(actor, Permission.CHILD_WRITE):
        return []
    return [
        NextAct(
            Text("Visit %(child)s: nobody has seen them for %(days)d days", **_name(page, days)),
            Text("A child in care is seen at least once a month."),
            Text("Write down the visit"),
            f"{base(page)}/write/visit",
            Pressing.FAMILY,
        )
    ]


def _main(page: ChildPage, actor: Actor) -> list[NextAct]:
    task = page.task
    if task is Task.NOTHING:
        return []
    saying = SAYINGS[task]
    say, why = Text(saying.say), _why(page, task)
    if not may(actor, saying.permission) or not is_for(task, page.hands, actor.user_id):
        return [NextAct(say, Text(OTHERS_TURN.get(task, N_("Somebody else does this."))))]
    path = _path(page, task)
    is_post = path.startswith("/acts/") and not _takes_words(path)
    act = _act_words(page, task)
    return [NextAct(say, why, Text(act), base(page) + path, Pressing.STEP, is_post)]


def _why(page: ChildPage, task: Task) -> Text:
    """Return why a task comes next; of a visit afterwards, when it is due."""
    visit = next_visit(page.follow_ups) if task is Task.FOLLOW_UP else None
    if visit is None:
        return Text(SAYINGS[task].why)
    words = Counted(
        "After %(num)d month, due on %(day)s; a visit counts from %(early)s on.",
        "After %(num)d months, due on %(day)s; a visit counts from %(early)s on.",
    )
    early = follow_up_from(visit.due_on)
    return Text(words, num=visit.months, day=short_day(visit.due_on), early=short_day(early))


def _path(page: ChildPage, task: Task) -> str:
    if task is Task.VERIFY and page.standing.fits is False:
        return "/acts/resume"
    if task is Task.PLACE:
        is_home = page.standing.verdict is Verdict.REUNIFY
        return "/handover" if is_home else "/acts/hold_back"
    if task is Task.ASSESS:
        return f"/assessment/{next_factor(page)}"
    return SAYINGS[task].path


def _act_words(page: ChildPage, task: Task) -> str:
    if task is Task.VERIFY and page.standing.fits is False:
        return ACTS[ChildAct.RESUME].label
    if task is Task.PLACE and page.standing.verdict is Verdict.NOT_IN_INTEREST:
        return ACTS[ChildAct.HOLD_BACK].label
    return SAYINGS[task].act


def next_factor(page: ChildPage) -> Factor:
    """Return the first factor that was not assessed; the first of all where none is left."""
    return next((one for one in Factor if one not in page.standing.factors), Factor.SAFETY)


def _takes_words(path: str) -> bool:
    act = ChildAct(path.rsplit("/", 1)[1])
    return act in ACTS and any(need in ("words", "follow_ups") for need in ACTS[act].needs)


def _held_back(page: ChildPage) -> list[NextAct]:
    if page.row.state not in TOO_EARLY:
        return []
    return [NextAct(Text("Bring the child to the family"), Text(_TOO_EARLY))]


def _also(page: ChildPage, actor: Actor) -> list[Also]:
    """Return the further acts of the state, then what can always be written down."""
    found = []
    if may(actor, Permission.CHILD_WRITE):
        found += [
            Also(
                Text(words if kind in page.standing.has else first or words),
                f"{base(page)}/write/{kind.value}",
            )
            for kind, words, first in WRITE_LINKS
            if _is_writable(page, kind)
        ]
        if _may_alarm(page, actor):
            found.append(
                Also(Text("A risk is grave: tell the head of tracing"), f"{base(page)}/write/alarm")
            )
        if _is_writable(page, EntryKind.FACTOR) and page.task is not Task.ASSESS:
            found.append(Also(Text("Assess what is best"), f"{base(page)}/assessment/safety"))
    found += [
        Also(Text(step.label), f"{base(page)}/acts/{act.value}")
        for act, step in ACTS.items()
        if act not in PART_OF_MORE
        and page.row.state in step.sources
        and _may_also(page, actor, act)
    ]
    if may(actor, Permission.CHILD_WRITE):
        found.append(Also(Text("Who works on this file"), f"{base(page)}/people"))
    if may(actor, Permission.CHILD_DECIDE):
        is_sealed = page.row.sensitivity is Sensitivity.SEALED
        words = Text("Change who may open it") if is_sealed else Text("Seal this file")
        found.append(Also(words, f"{base(page)}/seal"))
    return found


def _may_alarm(page: ChildPage, actor: Actor) -> bool:
    """Tell whether a head of tracing can be told of a risk by somebody who cannot seal the file."""
    is_open = page.alarm is None and page.row.sensitivity is not Sensitivity.SEALED
    is_head = may(actor, Permission.CHILD_DECIDE)
    return is_open and not is_head and _is_writable(page, EntryKind.ALARM)


def _is_writable(page: ChildPage, kind: EntryKind) -> bool:
    try:
        check_writable(kind, page.row.state)
    except RuleBrokenError:
        return False
    return True


def _may_also(page: ChildPage, actor: Actor, act: ChildAct) -> bool:
    """Tell whether an act is offered beside the main one: allowed, with all but words at hand."""
    if not may(actor, ACTS[act].permission):
        return False
    try:
        check_act(page.row.state, act, page.hands, actor.user_id)
    except RuleBrokenError:
        return False
    return not missing(act, page.standing, words="-")


def _name(page: ChildPage, days: int) -> dict[str, str | int]:
    return {"child": page.child.display_name, "days": days}
