"""Templates ("Acuan"): what the visits of a level have in common: hours, services with quotas, partner agencies.

An office keeps several by name and marks one of each level as its default. A level without a default has the built-in
one, which follows from the service list. `queries.template_for` gives the default of a level,
`rules.template_plan` the plan that follows it on a day, `rules.template_differences` where a plan differs from it.
"""
