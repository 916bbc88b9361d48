"""Pages on which both sides are asked, apart, and compared."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.children import files, reading, verifying
from rfl.children.blueprint import children
from rfl.children.document import Compared, EntryDocument, Talk
from rfl.children.forms import CompareForm, SideForm
from rfl.children.pages import back
from rfl.children.rules import EntryKind
from rfl.children.words import FIT_WORDS
from rfl.children.writing import check_side
from rfl.errors import NotFoundError
from rfl.web.doing import done
from rfl.web.transaction import transaction

SIDES = {"child": EntryKind.CHILD_SIDE, "family": EntryKind.FAMILY_SIDE}


@children.get("/<uuid:child_id>/sides/<side>")
@requires(Permission.CHILD_WRITE)
def side_page(child_id: UUID, side: str) -> ResponseReturnValue:
    """Ask what one side answers; the other side's answers are nowhere on the page."""
    return _side_page(child_id, _side(side), None)


@children.post("/<uuid:child_id>/sides/<side>")
@requires(Permission.CHILD_WRITE)
def write_side(child_id: UUID, side: str) -> ResponseReturnValue:
    """Write down what one side answers."""
    form, known = SideForm(), _side(side)

    def do(session: Session) -> None:
        talk = Talk(
            who=form.who.data or "",
            language=form.language.data or "",
            interpreter=form.interpreter.data or "",
            alone=bool(form.alone.data),
        )
        document = EntryDocument(
            words=form.words.data or "",
            talk=talk,
            answers=tuple(one or "" for one in form.answers.data),
        )
        verifying.write_side(session, current_actor(), child_id, known, document)

    if done(form, do, "alone"):
        return back(child_id, _("Kept, and shut until the other side is written too."))
    return _side_page(child_id, known, form), 422


@children.get("/<uuid:child_id>/comparison")
@requires(Permission.CHILD_WRITE)
def comparison(child_id: UUID) -> ResponseReturnValue:
    """Show both sides, answer by answer."""
    return _comparison_page(child_id, CompareForm(formdata=None))


@children.post("/<uuid:child_id>/comparison")
@requires(Permission.CHILD_WRITE)
def compare(child_id: UUID) -> ResponseReturnValue:
    """Write down whether the two sides fit."""
    form = CompareForm()
    with transaction() as session:
        # A row of which nothing was chosen is not in what a browser sends.
        _fit(form.answers, len(verifying.questions_of(session, current_actor(), child_id)))

    def do(session: Session) -> None:
        compared = Compared(tuple(form.answers.data), form.fits.data == "yes")
        document = EntryDocument(words=form.words.data or "", compared=compared)
        verifying.compare(session, current_actor(), child_id, document)

    if done(form, do, "words"):
        return back(child_id, _("The comparison stands in the file."))
    return _comparison_page(child_id, form), 422


def _side(word: str) -> EntryKind:
    if word not in SIDES:
        raise NotFoundError("side")
    return SIDES[word]


def _side_page(child_id: UUID, side: EntryKind, sent: SideForm | None) -> str:
    """Show the form of one side; with `sent` as it came back, whatever forbids it now."""
    with transaction() as session:
        actor = current_actor()
        row, child, _receipt = reading.heading(session, actor, child_id)
        form = sent or SideForm(formdata=None, day=clock.today())
        if sent is None:
            standing, hands = files.standing_of(session, row)
            check_side(side, standing, hands, actor.user_id)
        questions = verifying.questions_of(session, actor, child_id)
        _fit(form.answers, len(questions))
        return render_template(
            "children/side.html",
            row=row,
            child=child,
            form=form,
            questions=questions,
            is_child=side is EntryKind.CHILD_SIDE,
        )


def _comparison_page(child_id: UUID, form: CompareForm) -> str:
    with transaction() as session:
        actor = current_actor()
        row, child, receipt = reading.heading(session, actor, child_id)
        sides = verifying.read_sides(session, actor, child_id)
        _fit(form.answers, len(sides.questions))
        names = access.staff_names(
            session, receipt, [sides.child.row.created_by, sides.family.row.created_by]
        )
        return render_template(
            "children/comparison.html",
            row=row,
            child=child,
            form=form,
            sides=sides,
            names=names,
            pairs=_pairs(sides),
            fits=FIT_WORDS,
        )


def _pairs(sides: verifying.Sides) -> Sequence[tuple[str, str, str]]:
    """Return each question with what the child and what the relative answered."""
    child, family = sides.child.document.answers, sides.family.document.answers
    return [
        (question, _nth(child, place), _nth(family, place))
        for place, question in enumerate(sides.questions)
    ]


def _nth(answers: Sequence[str], place: int) -> str:
    return answers[place] if place < len(answers) else ""


def _fit(field: object, wanted: int) -> None:
    """Give a list of fields as many entries as there are questions."""
    while len(field) < wanted:  # type: ignore[arg-type]  # a FieldList, which has no types
        field.append_entry()  # type: ignore[attr-defined]
