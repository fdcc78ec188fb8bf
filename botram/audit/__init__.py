"""Who changed what, when and why. Entries are added and never altered.

Every action keeps its change with `actions.record`, in its own transaction. `queries.entries_page` reads an office's
entries, `labels.happened` and `labels.details` put one into words.
"""
