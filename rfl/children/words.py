"""How child files speak on their pages. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl.children.document import CareKind, GuardianGround, RiskKind, Wellbeing
from rfl.children.rules import ChildAct, EntryKind, Factor, Verdict
from rfl.text import N_

CARE_WORDS: Mapping[CareKind, str] = {
    CareKind.FOSTER: N_("A foster family"),
    CareKind.KINSHIP: N_("Relatives, or people of the same community"),
    CareKind.CENTRE: N_("A centre for children"),
    CareKind.INDEPENDENT: N_("On their own, with support"),
    CareKind.HOSPITAL: N_("A hospital"),
    CareKind.OTHER: N_("Another arrangement"),
}
GROUND_WORDS: Mapping[GuardianGround, str] = {
    GuardianGround.COURT: N_("appointed by a court"),
    GuardianGround.AUTHORITY: N_("appointed by an authority"),
    GuardianGround.CUSTOM: N_("a relative who cares for them by custom"),
    GuardianGround.PARENT: N_("chosen by a parent"),
    GuardianGround.NONE_YET: N_("nobody yet; we have asked for one"),
}
RISK_WORDS: Mapping[RiskKind, str] = {
    RiskKind.TRAFFICKING: N_("Trafficking"),
    RiskKind.VIOLENCE: N_("Violence, at home or here"),
    RiskKind.RECRUITMENT: N_("Recruitment by an armed group"),
    RiskKind.EXPLOITATION: N_("Work, debts, exploitation"),
    RiskKind.FAMILY: N_("Somebody of the family"),
    RiskKind.NONE_SEEN: N_("None was seen"),
}
WELLBEING_WORDS: Mapping[Wellbeing, str] = {
    Wellbeing.WELL: N_("The child is well"),
    Wellbeing.NEEDS_HELP: N_("The child needs help"),
    Wellbeing.DANGER: N_("The child is in danger"),
    Wellbeing.NOT_SEEN: N_("The child was not seen"),
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.REUNIFY: N_("It is best for the child to go to the family"),
    Verdict.NOT_IN_INTEREST: N_("It is best for the child not to go to the family now"),
}


@dataclass(frozen=True, slots=True)
class FactorWords:
    """How one factor is asked about."""

    name: str
    facts: str
    hint: str


FACTOR_WORDS: Mapping[Factor, FactorWords] = {
    Factor.SAFETY: FactorWords(
        N_("Safety"),
        N_("What is known of the child’s safety, here and there?"),
        N_("The road, the place, the people of the house; what was checked, and by whom."),
    ),
    Factor.FAMILY: FactorWords(
        N_("Family ties"),
        N_("What is known of the ties to the family?"),
        N_("Who cared for the child before, why they parted, how they speak of each other now."),
    ),
    Factor.CARE: FactorWords(
        N_("Care"),
        N_("Who would care for the child, and how are they cared for now?"),
        N_("Can and will they; for how long; are there brothers and sisters?"),
    ),
    Factor.HEALTH: FactorWords(
        N_("Health"),
        N_("What does the child need for body and mind?"),
        N_("Treatment, medicine, somebody to talk with: is it there, too?"),
    ),
    Factor.EDUCATION: FactorWords(
        N_("School and learning"),
        N_("What of school, or learning a trade?"),
        N_("What they go to now, in which language, and what they would find."),
    ),
    Factor.IDENTITY: FactorWords(
        N_("Identity"),
        N_("What of language, faith, name and belonging?"),
        N_("What the child keeps, and what they would lose."),
    ),
    Factor.VIEWS: FactorWords(
        N_("The child’s view"),
        N_("What does the child want, and what do they fear?"),
        N_("Their words stand in the file. Say how much weight their age and reasons give them."),
    ),
}

KIND_WORDS: Mapping[EntryKind, str] = {
    EntryKind.STATE: N_("The file moved on"),
    EntryKind.NOTE: N_("Note"),
    EntryKind.VISIT: N_("The child was visited"),
    EntryKind.WISH: N_("The child said what they want"),
    EntryKind.CARE: N_("Care arrangement"),
    EntryKind.GUARDIAN: N_("Guardian"),
    EntryKind.RISK: N_("Risks"),
    EntryKind.FACTOR: N_("A factor was assessed"),
    EntryKind.QUESTIONS: N_("The questions for both sides were chosen"),
    EntryKind.CHILD_SIDE: N_("The child was asked"),
    EntryKind.FAMILY_SIDE: N_("The relative was asked"),
    EntryKind.COMPARISON: N_("Both sides were compared"),
    EntryKind.DETERMINATION: N_("What is best for the child was written down"),
    EntryKind.SIGNATURE: N_("Signed"),
    EntryKind.HANDOVER: N_("The child was received"),
    EntryKind.FOLLOW_UP: N_("Visit afterwards"),
    EntryKind.ALARM: N_("The heads of tracing were told of a grave risk"),
    EntryKind.ALARM_ANSWERED: N_("A head of tracing looked at the grave risk"),
}
DONE_WORDS: Mapping[ChildAct, str] = {
    ChildAct.DOCUMENT: N_("The child is documented"),
    ChildAct.ARRANGE_CARE: N_("The child is cared for"),
    ChildAct.TRACE: N_("The search for the family began"),
    ChildAct.LOCATE: N_("The family was found"),
    ChildAct.RESUME: N_("It was not the family; the search goes on"),
    ChildAct.VERIFY: N_("It is the family"),
    ChildAct.SIGN_HEAD: N_("A head of tracing signed"),
    ChildAct.SIGN_FOCAL: N_("A safeguarding focal point signed"),
    ChildAct.REUNIFY: N_("The child is with the family"),
    ChildAct.HOLD_BACK: N_("The child stays in care"),
    ChildAct.FOLLOW_UP: N_("The first visit afterwards was made"),
    ChildAct.RECONSIDER: N_("It is decided anew what is best"),
    ChildAct.CLOSE: N_("The file was closed"),
    ChildAct.END_EARLY: N_("The file was ended early"),
    ChildAct.REOPEN: N_("The file was opened again"),
}
ASK_WORDS: Mapping[ChildAct, str] = {
    ChildAct.LOCATE: N_("Who was found, where, and how do you know? Both sides are asked next."),
    ChildAct.RESUME: N_("What does not fit?"),
    ChildAct.HOLD_BACK: N_("Where does the child live from now on, and what was the child told?"),
    ChildAct.RECONSIDER: N_("What is new, or what was not seen?"),
    ChildAct.CLOSE: N_("If visits are still open: why will there be none? The focal point asks."),
    ChildAct.END_EARLY: N_(
        "Why does the file end before its steps are done? The focal point asks."
    ),
    ChildAct.REOPEN: N_("What is new?"),
}
"""What the page asks before an act that takes words."""

ACT_WHY: Mapping[ChildAct, str] = {
    ChildAct.END_EARLY: N_(
        "For a child who turned 18, left, or is looked after by somebody else. The safeguarding "
        "focal point is told which steps were left out."
    ),
    ChildAct.RECONSIDER: N_(
        "Both signatures end. What was assessed stays; the determination is written anew."
    ),
    ChildAct.CLOSE: N_("Nobody visits any more. Read first how the child was found."),
}
QUESTION_IDEAS = (
    N_("What is the child called at home?"),
    N_("Who slept in the same room?"),
    N_("What does the house stand beside?"),
    N_("Which illness or accident did the child have when small?"),
    N_("What happened on the last day together?"),
)
"""What to ask: things a family knows, that stand in no form and on no telephone."""

FIT_WORDS: Mapping[str, str] = {
    "fits": N_("they fit"),
    "differs": N_("they differ"),
    "open": N_("cannot be told"),
}
WHOLE_WORDS: Mapping[str, str] = {
    "yes": N_("Yes, it is the family"),
    "no": N_("No, or not yet"),
}
