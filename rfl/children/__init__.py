"""Child files: unaccompanied and separated children, from the first meeting to the last visit.

Newcomers read `rules`, then `service`: what may happen to a file, and what each act needs. All that
is said of a child is an entry (`models.ChildEntry`): appended, dated, sealed, never overwritten.
"""
