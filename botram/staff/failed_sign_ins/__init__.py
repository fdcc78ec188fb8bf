"""Failed sign-ins: at which account, from which network, how often and when; never what was typed.

`actions.record_failure` counts one, `queries.failures_of` and `queries.failures_in` list them,
`actions.tidy_failures` ends them after KEPT_DAYS.
"""
