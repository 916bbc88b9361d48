"""Red Cross Messages: open family news, read by a society, carried and handed over by societies.

Newcomers read `rules`, then `sending` (the sender's society) and `delivering` (the one that brings
the message). The calls a family makes at a site are counted in `calling`.
"""
