"""The map of visits and boundaries, and their GeoJSON.

`window.on_the_map` narrows a search to what the map shows, `features.feature_collection` writes such visits as
GeoJSON, and `drawing.visits_map` draws the map that they appear on. It needs folium, which takes a second to load.
"""
