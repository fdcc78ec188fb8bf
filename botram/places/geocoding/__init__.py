"""Geocoding addresses with a Nominatim server that the operator has configured.

`nominatim.nominatim` makes the geocoder of the settings; `actions.search_address` asks it, or the stored answers.
"""
