"""Partner agencies, which serve at visits of the office with a booth of their own.

`actions.save_agency` makes or changes one; `queries.agencies_of` lists the active ones of an office and
`queries.agency_of` reads one of them.
"""
