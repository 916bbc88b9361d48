"""Answers that are pictures of papers and photos: drawn anew by us, and never a page of ours."""

from flask import Response, current_app

ONLY_A_PICTURE = {
    "Content-Disposition": "inline; filename=page.jpg",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
"""Beside what every answer carries (web.headers)."""


def picture_of(data: bytes) -> Response:
    """Return one page as a picture. `data`: a JPEG."""
    return current_app.response_class(data, mimetype="image/jpeg", headers=ONLY_A_PICTURE)
