"""Which cases wait for which act, and how it is said. Each group is one condition on cases."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from rfl.text import N_
from rfl.tracing import queries
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import IN_HAND, CaseState
from rfl.tracing.work import WorkKind


@dataclass(frozen=True, slots=True)
class Waiting:
    """One group of cases that wait for the same act: which, and how it is said."""

    kind: WorkKind
    condition: ColumnElement[bool]
    title: str
    why: str
    act: str
    path: str = ""
    """What follows the case's address; empty leads to the case itself."""
    shows_words: bool = False
    """Whether the reason is what somebody wrote when the case came here."""
    urgent: bool = False
    """Whether it goes before calls without news: a family is told today that somebody was found."""


_S = CaseState

OWN = (
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.RETURNED,
        N_("Complete the request for %(sought)s"),
        N_("A head of tracing sent it back for more."),
        N_("Complete the request"),
        shows_words=True,
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.DRAFT,
        N_("Finish the request for %(sought)s"),
        N_("It is a draft: nobody searches yet."),
        N_("Finish the request"),
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.ACCEPTED,
        N_("Start the search for %(sought)s"),
        N_("The request was accepted. Choose the first steps: lists, calls, partners."),
        N_("Start the search"),
    ),
    Waiting(
        WorkKind.ANSWERS,
        TracingRequest.state == _S.VERIFIED,
        N_("Tell %(enquirer)s about %(sought)s"),
        N_("A second person confirmed it. Tell only what may be told, at a safe moment."),
        N_("Tell the family"),
        "/told?result=1",
        urgent=True,
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.DELIVERED,
        N_("Ask to close the case of %(sought)s"),
        N_("The family knows. Say how it ended."),
        N_("Ask to close the case"),
        "/close",
    ),
    Waiting(
        WorkKind.ANSWERS,
        queries.without_consent({*IN_HAND, _S.SUBMITTED}),
        N_("%(enquirer)s took the consent back"),
        N_("The search for %(sought)s stopped at once. Ask to close the case."),
        N_("Open the case"),
    ),
)
DECISIONS: tuple[tuple[Waiting, Any], ...] = (
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.SUBMITTED,
            N_("Decide on the request for %(sought)s"),
            N_("%(enquirer)s asks. Is it for tracing, is enough known, is it safe?"),
            N_("Read the request"),
        ),
        TracingRequest.created_by,
    ),
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.LOCATED,
            N_("Confirm that %(sought)s was found, or not yet"),
            N_("A colleague says how. Confirm only what you would tell the family yourself."),
            N_("Look at it"),
            shows_words=True,
        ),
        TracingRequest.located_by,
    ),
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.CLOSURE_REQUESTED,
            N_("Close the case of %(sought)s, or not yet"),
            N_("A colleague asked for it. Read how it ended."),
            N_("Read how it ended"),
            shows_words=True,
        ),
        TracingRequest.closure_by,
    ),
)
UNASSIGNED = (
    Waiting(
        WorkKind.APPROVALS,
        TracingRequest.state.in_({_S.DRAFT, _S.RETURNED, *IN_HAND}),
        N_("Find an owner for the search for %(sought)s"),
        N_("Nobody works on it: it was taken down by a volunteer, or its owner left."),
        N_("Hand it to a colleague"),
        "/owner",
    ),
)


WITH_OTHERS = {
    _S.SUBMITTED: N_("A head of tracing to decide on the request for %(sought)s"),
    _S.WITH_PARTNER: N_("A partner is looking for %(sought)s"),
    _S.AWAITING_ENQUIRER: N_("%(enquirer)s to answer"),
    _S.LOCATED: N_("A head of tracing to confirm that %(sought)s was found"),
    _S.CLOSURE_REQUESTED: N_("A head of tracing to close the case of %(sought)s"),
}
