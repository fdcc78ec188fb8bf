"""Visits: one team at one venue on one day, from the draft to verification.

`actions.draft_visit`, `actions.publish_visit`, `actions.change_visit` and `actions.cancel_visit` change a visit;
`queries.visit_of` reads one of an office, `queries.public_visit` an announced one, `search_queries.visits_page` a list.
`previews` checks a change in a dry run. `fields` is the table of a visit's fields. The day itself is in `field`.
"""
