"""The door for other installations that ask a society here to witness their logs.

Nobody signs in: a request is good if the log's own signature under its head is, and changes nothing
but which head was seen last.
"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from rfl.access.throttle import limiter
from rfl.audit.witnessing import OK, read_request
from rfl.web.transaction import installation

blueprint = Blueprint("witness", __name__)

MOST_BYTES = 16 * 1024
SIZE_TYPE = "text/x.tlog.size"


def exempt(csrf: CSRFProtect) -> None:
    """Ask no form token of a machine that carries no cookie."""
    csrf.exempt(blueprint)


@blueprint.post("/witness/<society>/add-checkpoint")
@limiter.limit("240 per minute")
def add_checkpoint(society: str) -> ResponseReturnValue:
    """Sign the head of a log that this society witnesses (C2SP tlog-witness)."""
    if (request.content_length or MOST_BYTES) >= MOST_BYTES:
        return "", 413
    try:
        old, proof, note = read_request(request.get_data().decode())
    except ValueError:
        return "", 400
    verdict = installation().keys.trail.witnesses.judge(society, old, proof, note)
    kind = SIZE_TYPE if verdict.body and verdict.status != OK else "text/plain; charset=utf-8"
    return verdict.body, verdict.status, {"Content-Type": kind}
