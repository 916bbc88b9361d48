"""The blueprint on which several modules hang the pages of registrations."""

from flask import Blueprint

registrations = Blueprint("registrations", __name__, url_prefix="/registrations")
