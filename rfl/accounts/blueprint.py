"""The blueprint on which several modules hang the pages of accounts."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
