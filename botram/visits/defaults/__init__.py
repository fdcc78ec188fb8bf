"""The services that a new visit begins with, for each level of visits.

An office sets them with `actions.set_default_offers`; without that they follow from the service list. A form reads
them with `queries.default_offers`.
"""
