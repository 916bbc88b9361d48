"""The blueprints of tracing, apart, so that each room of pages can hang its own on them."""

from flask import Blueprint

tracing = Blueprint("tracing", __name__)
work = Blueprint("work", __name__)
team = Blueprint("team", __name__)
"""How work is spread over colleagues."""
