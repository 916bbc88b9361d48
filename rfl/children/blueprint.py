"""The blueprints of child files, apart, so that each room of pages can hang its own on them."""

from flask import Blueprint

children = Blueprint("children", __name__, url_prefix="/children")
overseen = Blueprint("overseen", __name__, url_prefix="/access/children")
"""The safeguarding focal point's pages."""
