"""How often somebody may try a passphrase or a code: per network address and per account."""

from collections.abc import Callable
from math import ceil
from typing import ParamSpec, TypeVar

from flask import Flask, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_limiter import Limiter, RateLimitExceeded
from structlog import get_logger

from rfl import clock
from rfl.access.guards import current_actor
from rfl.keys.rules import TagPurpose
from rfl.web import errors
from rfl.web.transaction import installation

P = ParamSpec("P")
R = TypeVar("R")

PER_ADDRESS = "30 per minute"
"""An office of many people behind one address signs in of a morning."""

PER_ACCOUNT = "8 per minute; 40 per hour"
"""From one address: room for a mistyped passphrase; 40 guesses an hour find no passphrase of
passphrases.check. Somebody elsewhere who guesses cannot shut the owner out."""

SECONDS_A_MINUTE = 60

log = get_logger()


def _address_tag() -> str:
    """Return a blind tag of the network address: the throttle's store keeps no addresses."""
    address = request.remote_addr or ""
    return str(installation().keys.tag(TagPurpose.ADDRESS, address))


def named_account() -> str:
    """Return a blind tag of the account that the form names."""
    account = request.form.get("email", "").strip().lower()
    return str(installation().keys.tag(TagPurpose.EMAIL, account))


def own_account() -> str:
    """Return a blind tag of the account of whoever is signed in."""
    return str(installation().keys.tag(TagPurpose.EMAIL, str(current_actor().user_id)))


def waiting_account() -> str:
    """Return a blind tag of the half-done sign-in: only who knows the passphrase has one."""
    return str(installation().keys.tag(TagPurpose.EMAIL, str(cookie.get("waiting", ""))))


limiter = Limiter(
    _address_tag,
    strategy="moving-window",
    headers_enabled=False,
    in_memory_fallback_enabled=True,  # without Redis each process counts for itself
)


def register(app: Flask, redis_url: str | None) -> None:
    """Count in this process, or in Redis for several; say when to try again."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, _too_many)


def limited(account: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view be tried only so often from one address, and for the account of that tag."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        once: Callable[[Callable[P, R]], Callable[P, R]] = limiter.limit(PER_ADDRESS)
        twice: Callable[[Callable[P, R]], Callable[P, R]] = limiter.limit(
            PER_ACCOUNT, key_func=lambda: f"{account()} {_address_tag()}"
        )
        return once(twice(view))

    return decorate


def _too_many(_error: RateLimitExceeded) -> ResponseReturnValue:
    """Say when to try again, in the same words whichever limit was reached."""
    breached = limiter.current_limit
    wait = breached.reset_at - clock.now().timestamp() if breached else SECONDS_A_MINUTE
    seconds = max(1, ceil(wait))
    minutes = ceil(seconds / SECONDS_A_MINUTE)
    log.warning("sign_in.throttled", endpoint=request.endpoint)
    sentence = ngettext(
        "Too many tries. Wait %(num)d minute, then try again.",
        "Too many tries. Wait %(num)d minutes, then try again.",
        minutes,
    )
    answer = make_response(errors.page(429, sentence))
    answer.headers["Retry-After"] = str(seconds)
    return answer
