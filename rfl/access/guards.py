"""The gate between a URL and its view: every view says who may enter, or is never reached."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, request
from flask_login import current_user

from rfl.access.rules import Actor, Permission, authorise
from rfl.errors import DeniedError, NotFoundError

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = frozenset(
    {
        "static",
        "access.sign_in_page",
        "access.enter",
        "access.enter_demo",
        "access.speak",
        "access.second_step",
        "access.show_second_step",
        "access.first_second_step",
        "access.keep_first_second_step",
        "access.invitation",
        "access.accept_invitation",
        "concern.write",
        "concern.send",
        "guide.show",
        "concern.again",
        "concern.show",
        "concern.reply",
        "board.gallery",
        "board.one",
        "board.picture",
        "board.write",
        "board.send",
        "board.again",
        "board.own",
        "board.more",
        "web.health",
        "witness.add_checkpoint",
    }
)
"""Endpoints that nobody has to sign in for. The route-walking test knows no others."""


class SignInNeededError(DeniedError):
    """Nobody is signed in; the edge leads them to the sign-in page."""

    leads_to_sign_in = True


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view run only for actors whom `permission` is granted."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            authorise(current_actor(), permission)
            return view(*args, **kwargs)

        guarded.requires = permission  # type: ignore[attr-defined]  # read by register and by tests
        return guarded

    return decorate


def current_actor() -> Actor:
    """Return who is acting in this request.

    Raises:
        SignInNeededError: nobody is signed in.

    """
    if not current_user.is_authenticated:
        raise SignInNeededError("sign in first")
    return cast("Actor", current_user.actor)


def current_place() -> str:
    """Return where the one who is acting works, in words: a branch or a site; '' if unsaid."""
    return cast("str", current_user.staff.place)


def register(app: Flask) -> None:
    """Deny by default: an endpoint without a permission that is not in PUBLIC does not exist."""

    @app.before_request
    def check_endpoint() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in PUBLIC:
            return
        if not hasattr(app.view_functions[endpoint], "requires"):
            raise NotFoundError("endpoint without a permission")
        current_actor()
