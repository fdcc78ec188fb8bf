"""What can be applied for, what to bring, and the documents that come of it.

`queries.services` lists what is offered, `queries.names` what everything is called; `texts.localized` gives a text in
the language that is spoken. The list comes from a pack by `actions.load_services`.
"""
