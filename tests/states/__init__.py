"""Every table of states as one: what docs/STATES.md draws, and what its test holds to."""
