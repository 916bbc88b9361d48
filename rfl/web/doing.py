"""Doing what a form asks for."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from rfl.errors import RuleBrokenError
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import transaction


def done(form: BaseForm, do: Callable[[Session], object], field: str = "") -> bool:
    """Do it if the form is whole; nothing typed is lost.

    A rule that forbids it is told at `field`, or above the form.
    """
    if not form.validate():
        return False
    try:
        with transaction() as session:
            do(session)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), field)
        return False
    return True
