"""Districts, villages and venues: their positions, and searching for them.

`queries.villages_of`, `queries.districts_of` and `queries.venue_of` read them, `lookup.locations_of` searches by name,
`rules.distance_km` and `rules.check_point` are about points. `actions.make_venue` makes a venue; districts and
villages are loaded from a pack by `regions.actions.load_region`. `geocoding` asks a server for an address.
"""
