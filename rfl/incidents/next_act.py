"""What comes next on an event's page, what waits for somebody else, and what else can be done."""

from rfl.access.rules import Actor, Permission, may
from rfl.incidents.reading import Page
from rfl.incidents.rules import ACTS, IncidentAct, IncidentState
from rfl.text import Text
from rfl.tracing.next_act import Also, Choices
from rfl.tracing.panels import NextAct

_S = IncidentState
PUT_TOGETHER = frozenset({_S.OPEN, _S.REOPENED})


def choices(page: Page, actor: Actor) -> Choices:
    """Return what `actor` may do next with the event of `page`."""
    if not page.knows:
        offers = [
            NextAct(
                Text("Hang your case on it"),
                Text("Who was on board opens to whoever looks for somebody on it."),
                Text("Hang a case on it"),
                _at(page, "hang"),
            )
        ]
        return Choices(offers[0], (), ())
    offers = [*_pressing(page, actor)]
    open_ones = [one for one in offers if one.href]
    first = open_ones[0] if open_ones else None
    also = [Also(one.say, one.href) for one in open_ones[1:]]
    taken = {one.href for one in open_ones}
    also += [one for one in _also(page, actor) if one.href not in taken]
    return Choices(first, [one for one in offers if not one.href], also)


def _pressing(page: Page, actor: Actor) -> list[NextAct]:
    found = []
    if page.row.state in PUT_TOGETHER and may(actor, Permission.INCIDENT_WRITE):
        if not page.testimonies:
            found.append(
                NextAct(
                    Text("Take down what somebody tells of it"),
                    Text("Those who were there know who was with them. Ask each alone."),
                    Text("Take a testimony down"),
                    _at(page, "testimonies/new"),
                )
            )
        if not page.cases:
            found.append(
                NextAct(
                    Text("Hang the requests of the families on it"),
                    Text("Then each testimony that names somebody shows in their case too."),
                    Text("Hang a case on it"),
                    _at(page, "hang"),
                )
            )
        if page.testimonies:
            found.append(_review(page, actor))
    if page.row.state is _S.REVIEWED and may(actor, Permission.INCIDENT_REVIEW):
        found.append(
            NextAct(
                Text("Close it, if nothing more is to be asked"),
                Text("It can be opened again at any time."),
                Text("Close it"),
                _at(page, "acts/close"),
            )
        )
    return found


def _review(page: Page, actor: Actor) -> NextAct:
    if not may(actor, Permission.INCIDENT_REVIEW):
        why = Text("A head of tracing reads what the sources say, and what contradicts what.")
        return NextAct(Text("Somebody else reviews the account"), why)
    if page.row.written_by == actor.user_id:
        why = Text("You wrote last in it. Somebody else reads it and reviews it.")
        return NextAct(Text("Somebody else reviews the account"), why)
    return NextAct(
        Text("Review the account"),
        Text("Read what the sources say, and write what is probable and what stays open."),
        Text("Review the account"),
        _at(page, "acts/review"),
    )


def _also(page: Page, actor: Actor) -> list[Also]:
    if not may(actor, Permission.INCIDENT_WRITE):
        return []
    found = []
    if page.row.state is not _S.CLOSED:
        found += [
            Also(Text("Take a testimony down"), _at(page, "testimonies/new")),
            Also(Text("Write a figure down"), _at(page, "figures/new")),
            Also(Text("Change what is known of it"), _at(page, "change")),
        ]
    found.append(Also(Text("Hang a case or a registration on it"), _at(page, "hang")))
    if page.row.state in ACTS[IncidentAct.REOPEN].targets:
        found.append(Also(Text("Open it again"), _at(page, "acts/reopen")))
    if may(actor, Permission.ERASURE_ASK):
        found.append(Also(Text("Ask that it be erased"), f"/retention/incidents/{page.row.id}"))
    return found


def _at(page: Page, part: str) -> str:
    return f"/incidents/{page.row.id}/{part}"
