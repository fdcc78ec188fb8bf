"""Two offices with half a year of visits that never were, for trying the program out.

`actions.make_demonstration` fills a new database, `actions.renew_demonstration` brings its schedule to today. `people`
holds the names and the password that everyone may know.
"""
