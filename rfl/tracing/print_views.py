"""The page on which ticked cases are printed: first how many and which, then one PDF."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.lists.rules import MOST_PRINTED, check_printed
from rfl.tracing import bulk, papers, printing
from rfl.tracing.blueprint import tracing
from rfl.tracing.bulk_rules import PaperKind
from rfl.tracing.bulk_views import ticked
from rfl.tracing.forms import PrintForm
from rfl.tracing.preparing import tongue_of
from rfl.tracing.printing import Printed
from rfl.web.i18n import LANGUAGES, say
from rfl.web.papers import Paper, file_of, joined
from rfl.web.transaction import transaction


@tracing.post("/requests/print")
@requires(Permission.REQUEST_WRITE)
def print_many() -> ResponseReturnValue:
    """Show how many and which of the ticked cases would be printed, then give them as one PDF."""
    form, ids = PrintForm(), ticked()
    wants = request.form.get("go") == "do"
    if not wants:
        form.paper.data = form.paper.data or PaperKind.FORM.value
    try:
        check_printed(len(set(ids)))
        if wants and form.validate():
            with transaction() as session:
                found = printing.printed(session, current_actor(), ids)
            pdf = joined(_papers(found, PaperKind(form.paper.data)), _foot(found))
            return file_of(pdf, f"cases-{clock.today().isoformat()}")
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("tracing.index"), code=303)
    with transaction() as session:
        page = render_template(
            "tracing/print.html",
            form=form,
            shown=bulk.preview(session, current_actor(), ids, None),
            most=MOST_PRINTED,
        )
    return page, 422 if wants else 200


def _papers(found: Printed, paper: PaperKind) -> list[Paper]:
    """Return a paper a case: the form in its family's language, the sheet in the reader's."""
    own = str(get_locale() or LANGUAGES[0])
    made = []
    for case in found.cases:
        if paper is PaperKind.FORM:
            tongue = tongue_of(case.document.contact.language) or own
            made.append(papers.tracing_form(case, found.society, tongue))
        else:
            made.append(papers.case_sheet(case, found.society, own))
    return made


def _foot(found: Printed) -> str:
    return str(
        _(
            "Printed by %(name)s, %(count)s. It names people: keep it locked away, and destroy it "
            "afterwards.",
            name=found.by,
            count=ngettext("%(num)s case", "%(num)s cases", len(found.cases)),
        )
    )
