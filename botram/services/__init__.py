"""The service list: services, their requirements, and the documents that they issue.

`queries.offered_services` lists the services and `queries.names` the names of all codes; `texts.localized` returns a
text in the present language. `actions.load_services` loads the list from a pack.
"""
