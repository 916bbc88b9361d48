"""The blueprint of links, apart, so that each room of pages can hang its own on it."""

from flask import Blueprint

blueprint = Blueprint("linking", __name__)
