"""The search box. Who searches very often within an hour says why, and then waits."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access import throttle
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.linking import finding, rules
from rfl.linking.blueprint import blueprint
from rfl.linking.forms import SearchForm
from rfl.persons.calendars import describe
from rfl.web import errors
from rfl.web.transaction import looking

ACT, WHY = "search", "search-reason"
"""Under which names searches, and reasons for many, are counted."""


@blueprint.post("/search")
@requires(Permission.SEARCH)
def search() -> ResponseReturnValue:
    """Search for a name in any script or a case number. What was typed is in no address."""
    form, actor = SearchForm(), current_actor()
    words = (form.q.data or "").strip()
    if not words:
        return render_template("linking/search.html", words=words, found=finding.NOTHING)
    if not throttle.may_still(ACT, rules.SEARCHES_MOST, actor.user_id):
        return errors.page(
            429,
            _(
                "You searched very often within an hour. Go on in a while; whoever is urgent can "
                "be looked for by a colleague."
            ),
        )
    reason = (form.reason.data or "").strip()
    if not _may_search(form, reason):
        return render_template("linking/search_reason.html", form=form, words=words), 429
    with looking() as session:
        found = finding.search(session, actor, words, reason)
        for most in (rules.SEARCHES_FREE, rules.SEARCHES_MOST):
            throttle.did(ACT, most, actor.user_id)
        if found.case_id is not None:
            return redirect(url_for("tracing.show", request_id=found.case_id), code=303)
        return render_template("linking/search.html", words=words, found=found, describe=describe)


def _may_search(form: SearchForm, reason: str) -> bool:
    """Tell whether the search can be run: few were, or a reason was given within the hour."""
    user_id = current_actor().user_id
    is_free = throttle.may_still(ACT, rules.SEARCHES_FREE, user_id)
    if is_free or not throttle.may_still(WHY, 1, user_id):
        return True
    if len(reason) < rules.SEARCH_REASON_LEAST:
        if reason:
            form.refuse(_("Say it in a sentence: somebody reads it later."), "reason")
        return False
    throttle.did(WHY, 1, user_id)
    return True
