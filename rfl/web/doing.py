"""Doing what a form asks for."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from rfl.errors import RuleBrokenError, SeveralBrokenError
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import transaction


def done(
    form: BaseForm,
    do: Callable[[Session], object],
    field: str = "",
    *,
    also: Callable[[], object] | None = None,
) -> bool:
    """Do it if the form is whole; nothing typed is lost.

    A rule that forbids it is told at `field`, or above the form; each of several things that are
    wrong at its own field, where the form has one of that name. `also`: a rule that needs no
    record, asked where the form is not whole, so that all that is wrong is told at once.
    """
    if not form.validate():
        try:
            if also is not None:
                also()
        except RuleBrokenError as error:
            tell(form, error, field)
        return False
    try:
        with transaction() as session:
            do(session)
    except RuleBrokenError as error:
        tell(form, error, field)
        return False
    return True


def tell(form: BaseForm, error: RuleBrokenError, field: str = "") -> None:
    """Say on the form what a rule forbids: at `field`, or each of several things at its own."""
    several = error.told if isinstance(error, SeveralBrokenError) else [(field, error.sentence)]
    for name, sentence in several:
        form.refuse(str(say(sentence)), name if name in form else field)
