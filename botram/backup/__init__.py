"""Copies of the whole database: made, checked and put back while the program runs.

Callers need `actions.make_backup` and `actions.restore_backup`; how they say no stands in `refusals`. What differs
between the databases is in `sqlite` and `postgresql`: copying, checking a copy, putting it back.
"""
