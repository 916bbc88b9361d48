"""Cryptography without a database: sealing, blind-index tags, key wrapping, the audit log's proofs.

Newcomers read `sealing` first: everything personal rests in that format. Pure: no Flask, no SQL,
no clock; keys come in as arguments and are kept nowhere.
"""
