"""People of a case who are sent to a service: with consent, what was told, and what came of it."""
