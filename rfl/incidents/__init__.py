"""Shipwrecks and other events with many missing: what is known of them, from which sources."""
