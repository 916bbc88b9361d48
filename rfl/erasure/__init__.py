"""Erasing a record: asked by one, approved by another, and then unreadable for everybody.

Newcomers read `rules`, then `service`: ask → read → erase. What is emptied where is in `emptying`.
"""
