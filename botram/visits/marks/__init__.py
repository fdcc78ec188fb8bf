"""Marks: warnings and clashes of coming visits that nobody has decided about.

Whatever the rules depend on, its change calls `actions.recheck_where` with the visits it concerns, in the same
transaction: a day, a team, an officer, a venue, a service (in the receivers of visits), another visit. The rules are
those asked before publishing. A mark stays until its cause is gone, the visit is moved or cancelled, or a coordinator
goes on with a reason (`decisions.keep_marks`). `queries.marks_by_visit` has those of some visits, and
`hits.hits_of` tells which visits a change would mark.
"""
