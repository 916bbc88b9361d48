"""Tracing requests: the case from a family's first visit to its closure."""
