"""The scope of a permission, as SQL: `where(scope, Model)` says for many what `decide` says of one.

Both read the same rules; a property test holds them equal.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from rfl.access.models import Guarded, NamedReader
from rfl.access.rules import Reach, Scope, Sensitivity


def where(scope: Scope, model: type[Guarded]) -> ColumnElement[bool]:
    """Return the condition under which a row of `model` lies within `scope`."""
    reached = (_reach(reach, scope, model) for reach in sorted(scope.reaches))
    return and_(model.erased_at.is_(None), or_(false(), *reached, *_broken(scope, model)))


def _broken(scope: Scope, model: type[Guarded]) -> list[ColumnElement[bool]]:
    if not scope.broken:
        return []
    identity = model.id  # type: ignore[attr-defined]  # every guarded model has one
    return [
        and_(
            identity.in_(scope.broken),
            model.society_code == scope.society,
            model.sensitivity != Sensitivity.SEALED,
        )
    ]


def _reach(reach: Reach, scope: Scope, model: type[Guarded]) -> ColumnElement[bool]:
    if reach is Reach.EVERYWHERE:
        return true()
    if reach is Reach.ADDRESSED:
        addressed = getattr(model, "to_society", None)
        return (
            false()
            if addressed is None
            else and_(addressed == scope.society, _may_know(scope, model))
        )
    mine = model.society_code == scope.society
    if reach is Reach.OWN:
        return and_(
            mine,
            model.created_by == scope.user_id,
            model.created_at >= scope.own_since,
            model.sensitivity != Sensitivity.SEALED,
        )
    return and_(mine, _may_know(scope, model))


def _may_know(scope: Scope, model: type[Guarded]) -> ColumnElement[bool]:
    identity = model.id  # type: ignore[attr-defined]  # every guarded model has one
    named = (
        select(NamedReader.id)
        .where(NamedReader.record_id == identity, NamedReader.user_id == scope.user_id)
        .exists()
    )
    related = or_(model.created_by == scope.user_id, model.owner_id == scope.user_id, named)
    restricted = model.sensitivity == Sensitivity.RESTRICTED
    return or_(
        model.sensitivity == Sensitivity.NORMAL,
        and_(restricted, true() if scope.sees_restricted else related),
        and_(model.sensitivity == Sensitivity.SEALED, named),
    )
