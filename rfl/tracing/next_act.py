"""What comes next in a case, what is not open yet and why, and what else can be done now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rfl.access.rules import Actor, Permission, may
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text
from rfl.tracing.cases import Entry, hands_of
from rfl.tracing.deaths import Death
from rfl.tracing.panels import NextAct, Pressing
from rfl.tracing.reading import Case, unheard_days
from rfl.tracing.rules import (
    ACTS,
    DEATH_FROM,
    FAMILY_WAITS,
    IN_HAND,
    MAIN_ACT,
    NEEDS_WORDS,
    NEWS_DUE_DAYS,
    OF_DEATH,
    OF_TRANSFER,
    UNFOUND,
    WORKING,
    ActionKind,
    CaseAct,
    CaseState,
    acts_from,
    check_act,
    check_ready,
)
from rfl.tracing.words import REOPENED_WHY, SAYINGS, UNHEARD, WHY_NOT_YET

HELD_BACK: tuple[tuple[CaseAct, frozenset[CaseState]], ...] = (
    (CaseAct.DELIVER, frozenset({*WORKING, CaseState.LOCATED})),
)
"""Acts that a hurried person looks for too early: they stay in sight, with the reason."""


ASKED_BY: Mapping[CaseAct, CaseAct] = {
    CaseAct.VERIFY: CaseAct.LOCATE,
    CaseAct.NOT_THEM: CaseAct.LOCATE,
    CaseAct.CLOSE: CaseAct.REQUEST_CLOSURE,
    CaseAct.REFUSE_CLOSURE: CaseAct.REQUEST_CLOSURE,
}
"""Acts of a second person, and the act of the first on which they judge: read before it is done."""

LEISURE = Pressing.AT_LEISURE
"""What is as pressing as this stands under 'also possible' anyway, when something else is first."""


@dataclass(frozen=True, slots=True)
class Also:
    """One more thing that can be done now, as a link."""

    words: Text
    href: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything the side of a case's page offers."""

    first: NextAct | None
    blocked: Sequence[NextAct]
    also: Sequence[Also]


def choices(case: Case, actor: Actor, others: Sequence[NextAct]) -> Choices:
    """Return what `actor` may do next; `others` come from the domains above, blocked ones too."""
    offers = [*_pressing(case, actor), *_of_death(case, actor), *_main(case, actor)]
    offers += [*_held_back(case), *others]
    open_ones = sorted((one for one in offers if one.href), key=lambda one: -one.pressing)
    first = next(iter(open_ones), None)
    return Choices(
        first=first,
        blocked=[one for one in offers if not one.href],
        also=[
            *(Also(one.say, one.href) for one in open_ones[1:] if one.pressing > LEISURE),
            *_also(case, actor, first),
        ],
    )


def why_not(case: Case, actor: Actor, act: CaseAct) -> Text | None:
    """Return why the actor may not do an act that the state allows; None where they may."""
    step = ACTS[act]
    if not may(actor, step.permission):
        return Text(WHY_NOT_YET.get(act, N_("A head of tracing does this.")))
    try:
        check_act(case.request.state, act, hands_of(case.request), actor.user_id)
        if act is CaseAct.SUBMIT:
            check_ready(has_consent=case.has_consent, legal_basis=case.document.legal_basis)
    except RuleBrokenError as error:
        return error.sentence
    return None


def href_of(request_id: UUID, act: CaseAct) -> str:
    """Return the address of the page on which an act is done."""
    if act is CaseAct.DELIVER:
        return f"/requests/{request_id}/told?result=1"
    if act is CaseAct.REQUEST_CLOSURE:
        return f"/requests/{request_id}/close"
    return f"/requests/{request_id}/acts/{act.value}"


def _pressing(case: Case, actor: Actor) -> list[NextAct]:
    """Return what goes before the step: a family that waits, a consent that was taken back."""
    request = case.request
    if not may(actor, Permission.REQUEST_WRITE) or request.state not in FAMILY_WAITS:
        return []
    found = [*_untold(case), *_confirmed(case)]
    days = unheard_days(request)
    if days >= NEWS_DUE_DAYS:
        name = case.enquirer.display_name
        found.append(
            NextAct(
                Text(UNHEARD, enquirer=name, num=days),
                Text("Nobody should wait more than 90 days, even if there is no news."),
                Text("Write down the call"),
                f"/requests/{request.id}/told",
                Pressing.FAMILY,
            )
        )
    if not case.has_consent and request.state in IN_HAND:
        found.append(
            NextAct(
                Text("Ask to close the case"),
                Text("The enquirer took the consent back. The search stopped at once."),
                Text("Ask to close the case"),
                f"/requests/{request.id}/close",
                Pressing.ANSWER,
            )
        )
    return found


def still_confirmed(line: Iterable[Entry]) -> list[UUID]:
    """Return the links that stay confirmed though whoever was found is not them, newest first.

    `line`: the time line, newest first. What was judged again since is not among them.
    """
    found: list[UUID] = []
    judged: set[UUID] = set()
    is_unfound = False
    for entry in line:
        is_unfound = is_unfound or entry.row.act in UNFOUND
        link_id = entry.row.link_id
        if link_id is None or link_id in judged:
            continue
        judged.add(link_id)
        if is_unfound and entry.document.result == "confirm":
            found.append(link_id)
    return found


def _confirmed(case: Case) -> list[NextAct]:
    """Return that a link says still that somebody is them whom the case gave up."""
    if case.request.state not in WORKING:
        return []
    return [
        NextAct(
            Text("A link is still confirmed: is it the wrong one?"),
            Text(
                "The case went back to searching, and the link still says that they are one. A "
                "head of tracing takes it back, or it stays for somebody else who is sought."
            ),
            Text("Look at the pair"),
            f"/links/{link_id}",
            Pressing.ANSWER,
        )
        for link_id in still_confirmed(case.line)[:1]
    ]


def _untold(case: Case) -> list[NextAct]:
    """Return that a family is to hear that it was not them, if they heard before that it was."""
    for entry in case.line:  # the newest first
        if entry.row.kind is ActionKind.TOLD_ENQUIRER or entry.row.act is CaseAct.DELIVER:
            return []
        if entry.row.act is CaseAct.REVERSE:
            break
    if not any(entry.row.act is CaseAct.DELIVER for entry in case.line):
        return []
    return [
        NextAct(
            Text("Tell the family that it was not them"),
            Text("They heard that somebody was found. Go to them before they hear it elsewhere."),
            Text("Write down the talk"),
            f"/requests/{case.request.id}/told",
            Pressing.ANSWER,
        )
    ]


def _of_death(case: Case, actor: Actor) -> list[NextAct]:
    """Return what a death asks for: that a second person agrees, then that the family is told."""
    if case.request.state not in FAMILY_WAITS:
        return []
    found = []
    for death in case.deaths.values():
        if not death.is_established:
            found.append(_agree(case.request.id, death, actor))
        elif not death.told and may(actor, Permission.REQUEST_WRITE):
            is_result = "&result=1" if case.request.state is CaseState.VERIFIED else ""
            found.append(
                NextAct(
                    Text("Tell the family of the death"),
                    Text("In person, not alone, and with the sheet for the conversation."),
                    Text("Prepare the talk"),
                    f"/requests/{case.request.id}/told?news=dead{is_result}",
                    Pressing.ANSWER,
                )
            )
    return found


def _agree(request_id: UUID, death: Death, actor: Actor) -> NextAct:
    """Lead to the paper that waits, before any suggested link: for whoever wrote it down too."""
    href = f"/approvals#about-{request_id}"
    if may(actor, Permission.REQUEST_DECIDE) and death.entry.row.created_by != actor.user_id:
        say = Text("Look at the paper about a death")
        why = Text("Is it this person? You agree, or say why not. Nobody is told before.")
        return NextAct(say, why, Text("Read it and decide"), href, Pressing.ANSWER)
    return NextAct(
        Text("A paper about a death waits for a second person"),
        Text("A head of tracing other than the person who wrote it down agrees."),
        Text("Look at what waits"),
        href,
        Pressing.ANSWER,
    )


def _main(case: Case, actor: Actor) -> list[NextAct]:
    """Return the step that carries the case on, open or blocked; else what a search lives on."""
    request = case.request
    act = MAIN_ACT.get(request.state)
    if act is None:
        return _search_on(case, actor)
    if act is CaseAct.DELIVER and any(not death.told for death in case.deaths.values()):
        return []  # a death is told in its own way (_of_death)
    saying = SAYINGS[act]
    is_anew = act is CaseAct.RESUME and request.state is CaseState.REOPENED
    say, why = Text(saying.say), Text(REOPENED_WHY if is_anew else saying.why)
    reason = why_not(case, actor, act)
    if reason is None:
        is_post = act not in {*NEEDS_WORDS, *ASKED_BY} and "/acts/" in href_of(request.id, act)
        href = href_of(request.id, act)
        return [NextAct(say, why, Text(saying.act), href, Pressing.STEP, is_post)]
    blocked = NextAct(Text(ACTS[act].label), reason)
    if act is CaseAct.SUBMIT and may(actor, Permission.REQUEST_WRITE):
        return [_finish(case), blocked]
    return [blocked]


def _finish(case: Case) -> NextAct:
    needs_consent = not case.has_consent
    part = "consents" if needs_consent else "edit"
    return NextAct(
        Text("Write down the consent") if needs_consent else Text("Finish the request"),
        Text("Then it can be submitted."),
        Text("Write down the consent") if needs_consent else Text("Finish the request"),
        f"/requests/{case.request.id}/{part}",
    )


def _search_on(case: Case, actor: Actor) -> list[NextAct]:
    if case.request.state not in WORKING or not may(actor, Permission.REQUEST_WRITE):
        return []
    return [
        NextAct(
            Text("Search on"),
            Text("Suggested links appear here by themselves. Try lists, calls, visits."),
            Text("Write down something we tried"),
            f"/requests/{case.request.id}/actions/new",
            Pressing.AT_LEISURE,
        )
    ]


def _held_back(case: Case) -> list[NextAct]:
    return [
        NextAct(Text(SAYINGS[act].say), Text(WHY_NOT_YET[act]))
        for act, states in HELD_BACK
        if case.request.state in states
    ]


def _also(case: Case, actor: Actor, first: NextAct | None) -> list[Also]:
    """Return the further acts of the state, then what can always be written down."""
    request = case.request
    acts = [
        act
        for act in acts_from(request.state)
        if act is not MAIN_ACT.get(request.state)
        and act not in OF_DEATH | OF_TRANSFER
        and why_not(case, actor, act) is None
        and not (act is CaseAct.REVERSE and case.deaths)
    ]
    found = [Also(Text(ACTS[act].label), href_of(request.id, act)) for act in acts]
    if may(actor, Permission.REQUEST_WRITE):
        found += [Also(Text(words), f"/requests/{request.id}/{part}") for words, part in _ALWAYS]
        if request.state in DEATH_FROM and len(case.deaths) < len(case.sought):
            found.append(Also(Text("Write down a death"), f"/requests/{request.id}/death"))
    taken = first.href if first else ""
    return [one for one in found if one.href != taken]


_ALWAYS = (
    (N_("Write down something we tried"), "actions/new"),
    (N_("Write down a talk with the family"), "told"),
    (N_("Write a task down"), "tasks/new"),
    (N_("Set the next review"), "review"),
    (N_("Hand the case to a colleague"), "owner"),
    (N_("Share the case"), "share"),
)
