"""Figures without names for the regional coordinator. `rules` says which numbers stay unsaid."""
