"""The blueprints on which several modules hang the pages of data protection."""

from flask import Blueprint

rights = Blueprint("rights", __name__, url_prefix="/rights")
keeping = Blueprint("retention", __name__, url_prefix="/retention")
processing = Blueprint("processing", __name__, url_prefix="/processing")
