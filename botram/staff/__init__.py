"""Offices, their accounts and teams, and how people sign in.

`queries.offices`, `queries.account_of` and `queries.teams_of` read them; `actions.make_account` and
`teams.actions.save_team` change them; `founding.make_office` is for the operator. `sign_ins` and `second_factor`
authenticate people. Free text of every form passes through `rules.check_free_text`, which refuses identity numbers.
"""
