"""The audit log: who changed what, when and why. Entries are added and never altered.

Each action adds its entry with `actions.record_change`, in its own transaction. `queries.entries_page` reads the
entries of an office; `labels.action_sentence` and `labels.change_sentences` describe one of them.
"""
