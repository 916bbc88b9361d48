"""The encrypted, tamper-evident trail of every act, one log a society.

Newcomers read `rules` for what is recorded, then `service.record` and `reveal.reveal`, the only
door to a sealed document. How entries are chained is in `trail`; `verify` checks it all.
"""
