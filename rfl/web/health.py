"""Whether this process answers; for load balancers and for the first start."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

blueprint = Blueprint("web", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Answer 'ok' and nothing about the installation."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def register(app: Flask) -> None:
    """Give `app` the page."""
    app.register_blueprint(blueprint)
