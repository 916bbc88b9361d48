"""How often somebody may try a passphrase or a code, or do an act: per address and account."""

import ipaddress
from collections.abc import Callable
from math import ceil
from typing import ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_limiter import Limiter, RateLimitExceeded
from limits import RateLimitItemPerHour, parse_many
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

GUESSES = parse_many("10 per hour; 40 per day")
"""Wrong codes of an app for one account, from everywhere together; only who knows the passphrase
comes so far. At six figures, three of which are good at a time, a year of guessing opens one
account in 23. A key or a recovery code, which nobody guesses, goes on opening it: its owner is not
shut out."""

PREFIX_BITS = 64
"""Of an IPv6 address: a household or a server has so many, and changes the rest at will."""

SECONDS_A_MINUTE = 60

log = get_logger()


def _address_tag() -> str:
    """Return a blind tag of the network address: the throttle's store keeps no addresses."""
    return str(installation().keys.tag(TagPurpose.ADDRESS, network_of(request.remote_addr or "")))


def network_of(address: str) -> str:
    """Return what of an address its user cannot change at will: all of IPv4, half of IPv6."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped:
            return str(read.ipv4_mapped)
        return str(ipaddress.ip_network((read, PREFIX_BITS), strict=False))
    return str(read)


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


def may_guess(user_id: UUID) -> bool:
    """Tell whether a code of an app may be tried for an account: not too many were wrong."""
    tag = _counted(user_id)
    return all(limiter.limiter.test(limit, "second-step", tag) for limit in GUESSES)


def guessed_wrong(user_id: UUID) -> None:
    """Count a wrong code of an app."""
    for limit in GUESSES:
        limiter.limiter.hit(limit, "second-step", _counted(user_id))


def may_still(act: str, most: int, user_id: UUID) -> bool:
    """Tell whether somebody did `act` fewer than `most` times within the last hour."""
    return limiter.limiter.test(RateLimitItemPerHour(most), act, _counted(user_id))


def did(act: str, most: int, user_id: UUID) -> None:
    """Count one more `act` of somebody, towards `most` in an hour."""
    limiter.limiter.hit(RateLimitItemPerHour(most), act, _counted(user_id))


def _counted(user_id: UUID) -> str:
    return str(installation().keys.tag(TagPurpose.EMAIL, str(user_id)))


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
