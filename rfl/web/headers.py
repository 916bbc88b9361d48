"""What every answer carries, and which hosts and bodies are let in."""

import secrets

from flask import Flask, Response, abort, request

from rfl.web.bodies import MAX_BODY_BYTES, MAX_FORM_BYTES, MAX_FORM_PARTS, BoundedRequest

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

YEAR_SECONDS = 31_536_000


def register(app: Flask, hosts: tuple[str, ...], *, secure: bool) -> None:
    """Set headers on every answer; refuse foreign hosts and oversized bodies.

    `hosts` are names without ports; `secure` adds HSTS, for installations behind TLS.
    """
    app.request_class = BoundedRequest
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_NAME="__Host-rfl" if secure else "rfl",
    )

    @app.before_request
    def admit() -> None:
        request.environ["rfl.request_number"] = secrets.token_hex(6)
        name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        if name not in hosts:
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = (
                f"max-age={YEAR_SECONDS}; includeSubDomains"
            )
        if request.endpoint != "static" or response.status_code >= 400:  # noqa: PLR2004  # an error
            response.headers["Cache-Control"] = "no-store"
        return response
