"""The directory of services, and the pages on which a society keeps its own part."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.directory import service
from rfl.directory.forms import EntryForm, kinds, offer_kinds
from rfl.directory.rules import HELP_WORDS, HelpKind
from rfl.directory.service import NewEntry
from rfl.societies import service as societies
from rfl.societies.names import country_names
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.transaction import transaction

blueprint = Blueprint("directory", __name__, url_prefix="/directory")


@blueprint.get("")
@requires(Permission.DIRECTORY_READ)
def index() -> ResponseReturnValue:
    """List services; country and kind stand in the address. Nothing of it is personal."""
    actor = current_actor()
    asked = request.args.get("kind", "")
    kind = HelpKind(asked) if asked in set(HelpKind) else None
    society = request.args.get("country", "")[:2]
    with transaction() as session:
        return render_template(
            "directory/index.html",
            rows=service.listed(session, actor, society=society, kind=kind),
            countries=country_names(),
            societies=[one.code for one in societies.societies(session)],
            kinds=kinds(),
            words=HELP_WORDS,
            society=society,
            kind=kind,
            may_keep=may(actor, Permission.DIRECTORY_KEEP),
        )


@blueprint.get("/new")
@requires(Permission.DIRECTORY_KEEP)
def new() -> ResponseReturnValue:
    """Ask about one more service."""
    return _page(EntryForm(formdata=None))


@blueprint.post("/new")
@requires(Permission.DIRECTORY_KEEP)
def add() -> ResponseReturnValue:
    """Write one more service down."""
    return _keep(None)


@blueprint.get("/<uuid:entry_id>")
@requires(Permission.DIRECTORY_KEEP)
def edit(entry_id: UUID) -> ResponseReturnValue:
    """Show an entry of one's own society, to be changed."""
    with transaction() as session:
        row = service.read(session, current_actor(), entry_id)
        form = EntryForm(formdata=None, obj=row, site=str(row.site_id or ""))
    return _page(form, entry_id)


@blueprint.post("/<uuid:entry_id>")
@requires(Permission.DIRECTORY_KEEP)
def change(entry_id: UUID) -> ResponseReturnValue:
    """Change an entry."""
    return _keep(entry_id)


@blueprint.post("/<uuid:entry_id>/verify")
@requires(Permission.DIRECTORY_KEEP)
def verify(entry_id: UUID) -> ResponseReturnValue:
    """Say that an entry still holds."""
    with transaction() as session:
        service.verify(session, current_actor(), entry_id)
    flash(_("Looked at today."))
    return _own_part()


@blueprint.post("/<uuid:entry_id>/close")
@requires(Permission.DIRECTORY_KEEP)
def close(entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out."""
    with transaction() as session:
        service.close(session, current_actor(), entry_id)
    flash(_("Taken out. Nobody is sent there any more."))
    return _own_part()


def _own_part() -> ResponseReturnValue:
    return redirect(url_for("directory.index", country=current_actor().society), code=303)


def _keep(entry_id: UUID | None) -> ResponseReturnValue:
    form = EntryForm()
    _offer(form)

    def do(session: Session) -> None:
        entry = NewEntry(
            kind=HelpKind(form.kind.data),
            name=form.name.data or "",
            contact=form.contact.data or "",
            languages=form.languages.data or "",
            for_whom=form.for_whom.data or "",
            opening=form.opening.data or "",
            site_id=UUID(form.site.data) if form.site.data else None,
        )
        service.keep(session, current_actor(), entry, entry_id)

    if done(form, do):
        flash(_("Kept, and looked at today."))
        return _own_part()
    return _page(form, entry_id), 422


def _offer(form: EntryForm) -> None:
    offer_kinds(form)
    with transaction() as session:
        own = societies.sites(session, current_actor().society)
        form.site.choices = options([("", "–"), *((str(one.id), one.name) for one in own)])


def _page(form: EntryForm, entry_id: UUID | None = None) -> str:
    _offer(form)
    return render_template("directory/form.html", form=form, entry_id=entry_id)
