"""The demonstration: two offices with half a year of fictitious visits.

`actions.make_demonstration` fills a new database, `actions.renew_demonstration` brings its schedule to today. `facts`
reads what they are made of, `people` has the accounts and their public password.
"""
