"""Protection around records: opening one in an emergency, concerns, what needs four eyes.

Newcomers read `rules` for what may happen when, then `breaking` for how an
emergency begins.
"""
