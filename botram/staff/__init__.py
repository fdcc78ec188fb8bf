"""Offices, the people who work there, how they sign in, and their teams.

`queries.offices`, `queries.account_of` and `queries.teams_of` read them; `actions.make_account` and
`teams.actions.save_team` change them, and `founding.make_office` is the operator's. `sign_ins` and `second_factor` let
people in. Free text of any form goes through `rules.check_free_text`, which refuses identity numbers.
"""
