"""Every page of data protection: the blueprints of this domain."""

from rfl.protection import (
    decision_views,
    erasure_views,
    processing_views,
    retention_views,
    rights_views,
)
from rfl.protection.blueprint import keeping, processing, rights

blueprints = (rights, keeping, processing)
rooms = (decision_views, erasure_views, processing_views, retention_views, rights_views)
"""Imported for the pages that they hang on the blueprints."""
