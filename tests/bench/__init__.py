"""Measurements, run apart: `make bench`."""
