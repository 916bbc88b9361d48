"""The page of a society's sites."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.societies import service
from rfl.societies.forms import SiteForm
from rfl.societies.rules import SITE_WORDS, SiteKind
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("societies", __name__)


@blueprint.get("/sites")
@requires(Permission.SITE_MANAGE)
def sites() -> ResponseReturnValue:
    """List the sites of the administrator's society."""
    return _page(SiteForm())


@blueprint.post("/sites")
@requires(Permission.SITE_MANAGE)
def add_site() -> ResponseReturnValue:
    """Add a site."""
    form = SiteForm()
    if form.validate():
        try:
            with transaction() as session:
                service.add_site(
                    session, current_actor(), form.name.data or "", SiteKind(form.kind.data)
                )
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            return redirect(url_for("societies.sites"), code=303)
    return _page(form), 422


@blueprint.post("/sites/<uuid:site_id>/close")
@requires(Permission.SITE_MANAGE)
def close_site(site_id: UUID) -> ResponseReturnValue:
    """Close a site."""
    with transaction() as session:
        service.close_site(session, current_actor(), site_id)
    return redirect(url_for("societies.sites"), code=303)


def _page(form: SiteForm) -> str:
    with transaction() as session:
        rows = service.sites(session, current_actor().society)
        return render_template("societies/sites.html", form=form, rows=rows, words=SITE_WORDS)
