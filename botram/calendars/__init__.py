"""Visits as iCalendar feeds, and the secret addresses of those that are not public.

`scope_queries` says which visits an address of a public calendar means, `actions.open_calendar` does so for a secret
one; `feed.feed_of` reads them, `feed.entries_of` and `file.calendar` write the iCalendar file. People make and end
their secret addresses with `actions.make_address` and `actions.end_address`.
"""
