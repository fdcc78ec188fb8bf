"""Several changes of visits at once: what would follow from them, and making all of them or none.

A page or a program makes `change.Change` values; `actions.preview_changes` says what follows from a list of them, in a
dry run of the same actions that `actions.make_changes` then carries out. `slots.open_slots` names free days and teams.
"""
