"""Backups of the whole database, made, checked and restored while the program runs.

`actions.make_backup` writes a copy and `actions.restore_backup` restores one; their refusals are in `refusals`. What
differs between the databases is in `sqlite` and `postgresql`: copying, checking a copy, restoring it.
`encryption` protects a copy with a passphrase.
"""
