"""Sign-ins and rate limits.

`actions.sign_in_of` returns the sign-in of a cookie, `actions.over_limit` counts tries,
`queries.account_with_password` checks a password.
"""
