"""Pages of the keys that seal the record of access. What is typed here stands in no address."""

import base64
import binascii
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.access.throttle import limited, own_account
from rfl.desk import keyholding, service
from rfl.desk.key_forms import AgreeForm, NewKeyForm, OpenKeyForm, SheetForm
from rfl.errors import RuleBrokenError
from rfl.keys.recipients import Opened
from rfl.societies.names import society_words
from rfl.text import Text
from rfl.web.i18n import say
from rfl.web.transaction import installation, transaction

blueprint = Blueprint("desk_keys", __name__)

COOKIE = "trail_key"
"""What the browser keeps while a key is open; worthless without the row in the key store."""


def secret() -> bytes | None:
    """Return what this browser keeps of an open key."""
    try:
        return base64.b64decode(cookie[COOKIE], validate=True)
    except (KeyError, TypeError, binascii.Error):
        return None


@blueprint.get("/access/keys")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """Show who holds keys, what is missing, and how one's own is opened."""
    return _page()


@blueprint.post("/access/keys/mine")
@requires(Permission.AUDIT_KEYS)
def make_own() -> ResponseReturnValue:
    """Make a key for the focal point who asks."""
    form = NewKeyForm()
    if not form.validate():
        return _page(making=form), 422
    try:
        with transaction() as session:
            actor = current_actor()
            staff = access.own_staff(session, actor)
            own = (staff.name, staff.email)
            keyholding.make_own(session, actor, form.passphrase.data or "", own)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "passphrase")
        return _page(making=form), 422
    flash(_("Your key is made. Ask another focal point to agree to it on this page."))
    return _back()


@blueprint.post("/access/keys/recovery")
@requires(Permission.AUDIT_KEYS)
def make_recovery() -> ResponseReturnValue:
    """Make a recovery key and show it once, to be printed."""
    with transaction() as session:
        actor = current_actor()
        made, words = keyholding.make_recovery(session, actor)
        name = society_words(access.society_name(session, actor.society))
        return render_template("desk/sheet.html", made=made, words=words.split(" "), society=name)


@blueprint.post("/access/keys/<uuid:recipient_id>/agree")
@requires(Permission.AUDIT_KEYS)
def agree(recipient_id: UUID) -> ResponseReturnValue:
    """Agree to what somebody else asked about a key."""
    form = AgreeForm()
    if not form.validate():
        return _refused(Text("This is not the key you saw. Look at the page once more."))
    try:
        with transaction() as session:
            keyholding.agree(session, current_actor(), recipient_id, form.seen.data or "")
    except RuleBrokenError as error:
        return _refused(error.sentence)
    flash(_("It is agreed."))
    return _back()


@blueprint.post("/access/keys/<uuid:recipient_id>/end")
@requires(Permission.AUDIT_KEYS)
def end(recipient_id: UUID) -> ResponseReturnValue:
    """Ask that a key end."""
    try:
        with transaction() as session:
            keyholding.ask_end(session, current_actor(), recipient_id)
    except RuleBrokenError as error:
        return _refused(error.sentence)
    flash(_("It ends when another focal point agrees."))
    return _back()


@blueprint.post("/access/keys/<uuid:recipient_id>/take-back")
@requires(Permission.AUDIT_KEYS)
def take_back(recipient_id: UUID) -> ResponseReturnValue:
    """Take back what was asked about a key."""
    try:
        with transaction() as session:
            keyholding.take_back(session, current_actor(), recipient_id)
    except RuleBrokenError as error:
        return _refused(error.sentence)
    return _back()


@blueprint.post("/access/keys/open")
@requires(Permission.AUDIT_READ)
@limited(own_account)
def open_own() -> ResponseReturnValue:
    """Open one's key for fifteen minutes."""
    form = OpenKeyForm()
    if not form.validate():
        return _page(opening=form), 422
    try:
        with transaction() as session:
            actor = current_actor()
            kept = _kept(session, keyholding.unlock(session, actor, form.passphrase.data or ""))
    except RuleBrokenError as error:
        return _refused(error.sentence)
    if kept is None:
        form.refuse(_("This is not the passphrase of your key. Try again."), "passphrase")
        return _page(opening=form), 422
    return _opened(kept)


@blueprint.post("/access/keys/sheet")
@requires(Permission.AUDIT_READ)
@limited(own_account)
def open_sheet() -> ResponseReturnValue:
    """Open past days with the recovery sheet, for fifteen minutes."""
    form = SheetForm()
    if not form.validate():
        return _page(sheet=form), 422
    with transaction() as session:
        kept = _kept(session, keyholding.unfold(session, current_actor(), form.words.data or ""))
    if kept is None:
        form.refuse(_("These are not the letters of your society’s sheet. Compare them."), "words")
        return _page(sheet=form), 422
    return _opened(kept)


@blueprint.post("/access/keys/shut")
@requires(Permission.AUDIT_READ)
def shut() -> ResponseReturnValue:
    """Shut one's key."""
    with transaction() as session:
        keyholding.shut(session, current_actor())
    cookie.pop(COOKIE, None)
    return _back()


def _kept(session: Session, opened: Opened | None) -> bytes | None:
    return keyholding.keep_open(session, current_actor(), opened) if opened else None


def _opened(kept: bytes) -> ResponseReturnValue:
    cookie[COOKIE] = base64.b64encode(kept).decode()
    flash(_("Past days are open to you for 15 minutes. What you read is kept in the record."))
    return redirect(url_for("desk.index"), code=303)


def _back() -> ResponseReturnValue:
    return redirect(url_for("desk_keys.index"), code=303)


def _refused(sentence: Text) -> ResponseReturnValue:
    form = AgreeForm(formdata=None)
    form.refuse(str(say(sentence)))
    return _page(acting=form), 422


def _page(
    making: NewKeyForm | None = None,
    opening: OpenKeyForm | None = None,
    sheet: SheetForm | None = None,
    acting: AgreeForm | None = None,
) -> str:
    with transaction() as session:
        actor = current_actor()
        found = keyholding.standing(session, actor)
        return render_template(
            "desk/keys.html",
            standing=found,
            people=service.colleagues(session, actor),
            me=actor.user_id,
            is_open=keyholding.read_as(session, actor, secret()),
            making=making or NewKeyForm(formdata=None),
            opening=opening or OpenKeyForm(formdata=None),
            sheet=sheet or SheetForm(formdata=None),
            acting=acting or AgreeForm(formdata=None),
            demo_passphrase=keyholding.DEMO_PASSPHRASE if installation().config.demo else "",
        )
