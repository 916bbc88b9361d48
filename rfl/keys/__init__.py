"""The key store: root key → society keys by epoch → one random record key per record.

Newcomers read `rules` for the kinds of keys, then `service` for what other domains may ask of it.
Opening sealed documents is in `opening`, which only rfl.audit.reveal may use.
"""
