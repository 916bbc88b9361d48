"""Taking care of keys and copies: rotation, backups, restoring, recovery of the root key.

What a keeper of the server does at the console, or the program by itself at night. Nothing here
opens a document.
"""
