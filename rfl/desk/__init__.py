"""The desk of the safeguarding focal point: who opened what, and whether the record of it is whole.

Newcomers read `words` for how an entry is told, then `service.look` for how a question is answered.
"""
