"""Agencies that come along to visits with a booth of their own.

`actions.save_agency` makes or changes one; `queries.agencies_of` lists those of an office for a choice, and
`queries.agency_of` finds one, but never another office's.
"""
