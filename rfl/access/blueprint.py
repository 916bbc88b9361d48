"""The blueprint on which several modules hang the pages of access."""

from flask import Blueprint

blueprint = Blueprint("access", __name__)
