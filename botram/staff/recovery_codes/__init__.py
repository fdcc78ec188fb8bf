"""Codes that stand in for a lost phone.

`actions.renew_codes` gives an account new ones, `actions.use_code` takes one, `queries.codes_left` counts them.
"""
