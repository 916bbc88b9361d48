"""What comes next for a message, for one reader: one act in sight, what is not open, and why."""

from rfl.access.rules import Actor, Permission, may
from rfl.messages.reading import Opened
from rfl.messages.rules import MessageState
from rfl.text import Text
from rfl.tracing.next_act import Also, Choices
from rfl.tracing.panels import NextAct

_S = MessageState


def choices(page: Opened, actor: Actor, country: str) -> Choices:
    """Return what `actor` may do next with a message that `country` brings."""
    offers = _offers(page, actor, country)
    first = next((one for one in offers if one.href), None)
    return Choices(
        first=first,
        blocked=[one for one in offers if not one.href],
        also=[one for one in _also(page, actor) if first is None or one.href != first.href],
    )


def _offers(page: Opened, actor: Actor, country: str) -> list[NextAct]:
    makers = {
        _S.COLLECTED: _to_screen,
        _S.RETURNED_FOR_EDIT: _to_change,
        _S.SCREENED: _to_dispatch,
        _S.DISPATCHED: _on_its_way,
        _S.DELIVERED: _to_tell,
        _S.UNDELIVERABLE: _to_give_back,
    }
    make = makers.get(page.view)
    return [make(page, actor, country)] if make else []


def _to_screen(page: Opened, actor: Actor, country: str) -> NextAct:
    del country
    say = Text("Read it before it goes")
    wrote = actor.user_id in (page.row.created_by, page.row.written_by)
    if wrote or not may(actor, Permission.MESSAGE_SCREEN):
        return NextAct(
            say, Text("Somebody other than the person who wrote it down reads it first.")
        )
    return NextAct(
        say,
        Text("Only open family news is carried. You see four points to look at."),
        Text("Read the message"),
        f"/messages/{page.row.id}/screen",
    )


def _to_change(page: Opened, actor: Actor, country: str) -> NextAct:
    del country
    say = Text("Change it, as the reader asks")
    why = Text("Speak with the sender: it is their message.")
    if not may(actor, Permission.MESSAGE_WRITE):
        return NextAct(say, why)
    return NextAct(say, why, Text("Change the message"), f"/messages/{page.row.id}/edit")


def _to_dispatch(page: Opened, actor: Actor, country: str) -> NextAct:
    say = Text("Send it off to %(country)s", country=country)
    if not may(actor, Permission.MESSAGE_SCREEN):
        return NextAct(say, Text("An officer sends it off."))
    why = Text("It goes without the sender’s address. The society there tries for three months.")
    href = f"/messages/{page.row.id}/dispatch"
    return NextAct(say, why, Text("Send it off"), href, is_post=True)


def _on_its_way(page: Opened, actor: Actor, country: str) -> NextAct:
    del page, actor
    return NextAct(
        Text("%(country)s is bringing it", country=country),
        Text(
            "You hear of it when the addressee lets the sender know, or when the time is over. "
            "Until then nothing can be told, in whichever way it goes."
        ),
    )


def _to_tell(page: Opened, actor: Actor, country: str) -> NextAct:
    del country
    say = Text("Tell the sender that it arrived")
    if page.row.told_at is not None:
        return NextAct(Text("The sender knows"), Text("Nothing is left to do."))
    if not may(actor, Permission.MESSAGE_WRITE):
        return NextAct(say, Text("An officer tells them."))
    why = Text("Say that it arrived, and nothing of where: that is the addressee’s to tell.")
    return NextAct(say, why, Text("Write down that they were told"), _told(page))


def _to_give_back(page: Opened, actor: Actor, country: str) -> NextAct:
    del country
    say = Text("Tell the sender, and give the message back")
    if not may(actor, Permission.MESSAGE_WRITE):
        return NextAct(say, Text("An officer tells them."))
    why = Text("It could not be delivered. That says nothing of the addressee: do not guess.")
    return NextAct(say, why, Text("Write down that they were told"), _told(page))


def _told(page: Opened) -> str:
    return f"/messages/{page.row.id}/told"


def _also(page: Opened, actor: Actor) -> list[Also]:
    here = f"/messages/{page.row.id}"
    found = [Also(Text("Print the sheet"), f"{here}/sheet")]
    if page.view is _S.COLLECTED and may(actor, Permission.MESSAGE_WRITE):
        found.append(Also(Text("Change the message"), f"{here}/edit"))
    if page.view is _S.SCREENED and may(actor, Permission.MESSAGE_SCREEN):
        found.append(Also(Text("Read it once more"), f"{here}/screen"))
    return found
