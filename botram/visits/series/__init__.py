"""Series: a visit that is repeated on other days, and changing its visits together.

`rules` says on which days a repetition falls, `actions` makes the drafts and carries a change over to other visits.
"""
