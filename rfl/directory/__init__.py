"""The directory of services to which people are referred: public particulars, kept by each society.

Nothing in it is personal. Transfers and referrals show it before somebody is sent on.
"""
