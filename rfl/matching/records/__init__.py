"""Two lists of people: which rows are one person, and why. Pure: no web, no database, no clock.

Read `columns` for what a list may hold, `people` for how it is kept, `blocks` for which pairs are
looked at, `dates`, `levels` and `spoken` for how two values agree, `weights` for what that tells,
`linking` for the whole, `choosing` for one-to-one.
"""
