"""One team at one venue on one day: planned, announced, changed, held.

`actions.draft_visit`, `actions.publish_visit`, `actions.change_visit` and `actions.cancel_visit` change a visit;
`queries.visit_of` finds an office's, `queries.public_visit` an announced one, `search_queries.visits_page` lists them.
`previews` says beforehand what would follow. `fields` is the table of what a visit has. The day itself is in `field`.
"""
