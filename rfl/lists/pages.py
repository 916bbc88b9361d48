"""The pages of an act on many lines, and of kept views: the same whichever list they are of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor
from rfl.access.rules import Actor
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import kept, many
from rfl.lists.forms import BulkForm, ticked
from rfl.lists.kept import Listing
from rfl.lists.many import Acted, Preview, R
from rfl.lists.rules import BULK_WORDS, MOST, BulkKind, Wish, check_many
from rfl.text import Counted, Text
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@dataclass(frozen=True, slots=True)
class Words:
    """How the pages of a list speak of its lines: each is marked for translation."""

    list: str
    to_list: str
    ticked_ones: str
    heads: tuple[str, str, str]
    """Over the number, the name and how it stands."""
    ticked: Counted
    changes: Counted
    do: Counted
    done: Counted
    way_back: str
    undone: Counted
    stays: Counted


@dataclass(frozen=True, slots=True)
class Pages(Generic[R]):
    """Where the pages of one list are, and what stands on them."""

    blueprint: str
    """It has the endpoints index, many, many_done and undo_many."""
    box: str
    """The name of the boxes that are ticked."""
    acted: Acted[R]
    names: Callable[[Session, Actor], Mapping[UUID, str]]
    """Who may take them."""
    preview: Callable[[Session, Actor, Sequence[UUID], Wish | None], Preview]
    words: Words

    filters: tuple[str, ...]
    """The names of what narrows the list: `view` carries them from page to page, and back."""

    def at(self, page: str, **values: Any) -> str:
        """Return the address of one of its pages; the list comes back as it was narrowed."""
        view = request.args.get("view", "")
        if page != "index":
            return url_for(f"{self.blueprint}.{page}", view=view or None, **values)
        chosen: dict[str, Any] = {
            name: value for name, value in parse_qsl(view) if name in self.filters
        }
        return url_for(f"{self.blueprint}.index", **chosen)


def act(pages: Pages[R], kind: str) -> ResponseReturnValue:
    """Show what one act would change in the ticked lines, then do it."""
    if kind not in set(BulkKind):
        raise NotFoundError("act on many")
    form, wanted, ids = BulkForm(), BulkKind(kind), ticked(pages.box)
    go = request.form.get("go", "")
    with transaction() as session:
        form.offer(pages.names(session, current_actor()))
    wish = form.wish(wanted) if go else None
    try:
        check_many(len(set(ids)))
        if go == "do" and wish is not None:
            with transaction() as session:
                done = many.carry_out(session, current_actor(), pages.acted, ids, wish)
            return redirect(pages.at("many_done", bulk_id=done.id), code=303)
    except RuleBrokenError as error:
        if not 0 < len(set(ids)) <= MOST:
            flash(say(error.sentence))
            return redirect(pages.at("index"), code=303)
        form.refuse(str(say(error.sentence)))
    with transaction() as session:
        page = render_template(
            "lists/many.html",
            form=form,
            kind=wanted,
            shown=pages.preview(session, current_actor(), ids, wish),
            wish=wish,
            box=pages.box,
            **_said(pages),
        )
    return page, 422 if form.summary() or form.form_errors else 200


def show_done(pages: Pages[R], bulk_id: UUID) -> ResponseReturnValue:
    """Show that it was done, and the way back."""
    with transaction() as session:
        done = many.read(session, current_actor(), pages.acted, bulk_id)
        return render_template(
            "lists/many_done.html",
            done=done,
            undo=pages.at("undo_many", bulk_id=bulk_id),
            **_said(pages),
        )


def undo(pages: Pages[R], bulk_id: UUID) -> ResponseReturnValue:
    """Give each line back what it had."""
    try:
        with transaction() as session:
            back, left = many.undo(session, current_actor(), pages.acted, bulk_id)
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(pages.at("many_done", bulk_id=bulk_id), code=303)
    flash(_tell(pages.words.undone, back))
    if left:
        flash(_tell(pages.words.stays, left))
    return redirect(pages.at("index"), code=303)


def _said(pages: Pages[R]) -> dict[str, Any]:
    return {
        "home": pages.at("index"),
        "words": pages.words,
        "tell": _tell,
        "act_words": BULK_WORDS,
    }


def _tell(words: Counted, num: int) -> str:
    return say(Text(words, num=num))


def keep_view(listing: Listing, endpoint: str) -> ResponseReturnValue:
    """Keep the filters of a list as a view, and go back to them."""
    chosen = listing.read(request.form)
    try:
        with transaction() as session:
            is_shared = request.form.get("shared") == "y"
            kept.keep(session, current_actor(), listing, chosen, is_shared=is_shared)
    except RuleBrokenError as error:
        flash(say(error.sentence))
    else:
        flash(_("Kept. It stands over the list, with its count."))
    kept_ones = {key: chosen[key] for key in listing.keys if chosen[key]}
    return redirect(f"{url_for(endpoint)}?{urlencode(kept_ones)}", code=303)


def drop_view(listing: Listing, endpoint: str, view_id: UUID) -> ResponseReturnValue:
    """Drop a view of a list."""
    with transaction() as session:
        kept.drop(session, current_actor(), listing, view_id)
    flash(_("Dropped. What it showed stays where it was."))
    return redirect(url_for(endpoint), code=303)
