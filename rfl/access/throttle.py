"""How often somebody may try to sign in: per network address and per account."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request
from flask_limiter import Limiter

from rfl.keys.rules import TagPurpose
from rfl.web.transaction import installation

P = ParamSpec("P")
R = TypeVar("R")

PER_ADDRESS = "30 per minute"
PER_ACCOUNT = "8 per minute; 40 per hour"


def _address_tag() -> str:
    """Return a blind tag of the network address: the throttle's store keeps no addresses."""
    address = request.remote_addr or ""
    return str(installation().keys.tag(TagPurpose.ADDRESS, address))


def _account_tag() -> str:
    """Return a blind tag of the account that is tried."""
    account = request.form.get("email") or request.form.get("code") or ""
    return str(installation().keys.tag(TagPurpose.EMAIL, account.strip().lower()))


limiter = Limiter(_address_tag, headers_enabled=False)


def register(app: Flask, redis_url: str | None) -> None:
    """Count in this process, or in Redis for several."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    limiter.init_app(app)


def limited(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view be tried only so often."""
    once: Callable[[Callable[P, R]], Callable[P, R]] = limiter.limit(PER_ADDRESS)
    twice: Callable[[Callable[P, R]], Callable[P, R]] = limiter.limit(
        PER_ACCOUNT, key_func=_account_tag
    )
    return once(twice(view))
