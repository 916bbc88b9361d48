"""Restoring Family Links: tracing requests, person records and an encrypted audit trail."""

__version__ = "0.1.0"
