"""The blueprints of messages, apart, so that each room of pages can hang its own on them."""

from flask import Blueprint

messages = Blueprint("messages", __name__, url_prefix="/messages")
deliveries = Blueprint("deliveries", __name__, url_prefix="/deliveries")
services = Blueprint("services", __name__, url_prefix="/services")
