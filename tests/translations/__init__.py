"""The catalogues: how sentences are collected, and what is asked of their translations."""
