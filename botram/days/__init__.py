"""The kinds of days: national holidays, collective leave, the office's own days, and Ramadan.

`queries.day_notes` tells what there is to know of a span of days, `queries.in_ramadan` whether a day lies in the
fasting month. Offices add their days with `actions.add_office_day` and correct Ramadan with `actions.set_ramadan`.
"""
