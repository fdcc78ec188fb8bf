"""Districts, villages and venues: where they are and how they are found.

`queries.villages_of`, `queries.districts_of` and `queries.venue_of` read them, `lookup.locations_of` finds what
somebody has typed, `rules.distance_km` and `rules.check_point` are about points. `actions.make_venue` makes a venue;
districts and villages come from a pack, with `regions.actions.load_region`. `geocoding` asks a server for an address.
"""
