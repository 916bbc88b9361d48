"""Cases that change hands: offered with the least, taken on or not, handed over with consent.

Newcomers read `rules`, then `offering` (the society that offers) and `handing_over` (what crosses).
Within one society the record stays where it is, and only its owner changes.
"""
