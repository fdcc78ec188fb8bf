"""Points of addresses, from a Nominatim that the operator has turned on.

`nominatim.nominatim` is the geocoder that the settings name, `actions.search_address` asks it through what is kept.
"""
