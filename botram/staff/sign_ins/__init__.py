"""Sign-ins of people, and the brakes on guessing.

`actions.sign_in_of` is whom a cookie belongs to, `actions.braked` counts tries, `queries.account_with_password` checks
a password.
"""
