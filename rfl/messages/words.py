"""How messages are spoken of: kinds, reasons, phrases, acts. Pure."""

from collections.abc import Mapping

from rfl.messages.rules import (
    Breach,
    Handing,
    Leave,
    MessageAct,
    MessageKind,
    MessageState,
    Phrase,
    ReturnReason,
    Script,
    TryOutcome,
    Undeliverable,
)
from rfl.text import N_

KIND_WORDS: Mapping[MessageKind, str] = {
    MessageKind.LETTER: N_("family message"),
    MessageKind.SCAN: N_("family message on paper"),
    MessageKind.SAFE_AND_WELL: N_("safe and well"),
}
BREACH_WORDS: Mapping[Breach, str] = {
    Breach.MILITARY: N_("Military matters: troops, weapons, positions, fighting"),
    Breach.POLITICAL: N_("Politics: parties, leaders, slogans, propaganda"),
    Breach.MONEY: N_("Requests for money, business or debts"),
    Breach.SAFETY: N_("Something that may bring danger: a hiding place, a route, names of guards"),
}
REASON_WORDS: Mapping[ReturnReason, str] = {
    ReturnReason.UNREADABLE: N_("It cannot be read"),
    ReturnReason.ADDRESS: N_("The address is not enough to find anybody"),
    ReturnReason.OTHER: N_("Another reason"),
}
TRY_WORDS: Mapping[TryOutcome, str] = {
    TryOutcome.NOT_THERE: N_("They live there, and were out"),
    TryOutcome.UNKNOWN_HERE: N_("Nobody knows them there"),
    TryOutcome.MOVED: N_("They have moved"),
    TryOutcome.NO_WAY: N_("We could not get there"),
}
HANDING_WORDS: Mapping[Handing, str] = {
    Handing.HANDED_OVER: N_("Handed over to them"),
    Handing.READ_ALOUD: N_("Read aloud to them"),
    Handing.REFUSED: N_("Offered, and they did not want it"),
}
LEAVE_WORDS: Mapping[Leave, str] = {
    Leave.NOTHING: N_("Nothing"),
    Leave.ARRIVED: N_("That the message reached them"),
}
UNDELIVERABLE_WORDS: Mapping[Undeliverable, str] = {
    Undeliverable.ADDRESS_TOO_LITTLE: N_("The address on the message is not enough"),
    Undeliverable.NO_ACCESS: N_("Nobody can go to that place now"),
    Undeliverable.NOT_FOUND: N_("Nobody knows them there"),
    Undeliverable.MOVED_AWAY: N_("They moved, and nobody knows where"),
    Undeliverable.DIED: N_("They are said to have died"),
}
SCRIPT_WORDS: Mapping[Script, str] = {
    Script.LATIN: N_("Latin letters"),
    Script.ARABIC: N_("Arabic letters"),
    Script.ETHIOPIC: N_("Ge’ez letters"),
    Script.CYRILLIC: N_("Cyrillic letters"),
    Script.BENGALI: N_("Bengali letters"),
    Script.DEVANAGARI: N_("Devanagari letters"),
    Script.TIFINAGH: N_("Tifinagh letters"),
    Script.OTHER: N_("other letters"),
}
PHRASE_WORDS: Mapping[Phrase, str] = {
    Phrase.ALIVE: N_("I am alive."),
    Phrase.WELL: N_("I am well. Do not worry about me."),
    Phrase.SLIGHTLY_HURT: N_("I am hurt, but not badly. I am being looked after."),
    Phrase.TOGETHER: N_("I am together with members of our family."),
    Phrase.WRITE_SOON: N_("I will write to you soon."),
    Phrase.ANSWER: N_("How are you? Please answer me."),
    Phrase.TELL_OTHERS: N_("Please tell the others in the family."),
}
DONE_WORDS: Mapping[MessageAct, str] = {
    MessageAct.EDIT: N_("Changed"),
    MessageAct.SCREEN: N_("Read, and may go"),
    MessageAct.RETURN_FOR_EDIT: N_("Sent back to be changed"),
    MessageAct.DISPATCH: N_("Sent off"),
    MessageAct.TELL_SENDER: N_("The sender was told that it arrived"),
    MessageAct.RETURN: N_("The sender was told, and has it back"),
    MessageAct.ATTEMPT: N_("Tried, without reaching them"),
    MessageAct.DELIVER: N_("It reached them"),
    MessageAct.GIVE_UP: N_("Given up"),
}
SHORT_STATES: Mapping[MessageState, str] = {
    MessageState.COLLECTED: N_("To read"),
    MessageState.RETURNED_FOR_EDIT: N_("To change"),
    MessageState.SCREENED: N_("To send off"),
    MessageState.DISPATCHED: N_("On the way"),
    MessageState.DELIVERED: N_("Delivered"),
    MessageState.UNDELIVERABLE: N_("Not delivered"),
    MessageState.RETURNED: N_("Given back"),
}
"""The chips over the list of messages, in the order of their way."""
