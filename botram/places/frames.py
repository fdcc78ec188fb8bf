"""The box of a map around places: by their boundaries where they are known, else around their points."""

import re
from collections.abc import Iterable
from functools import lru_cache

from botram.places.rules import Point

Frame = tuple[Point, Point]
"""South-western and north-eastern corner."""

_MARGIN = 0.02  # degrees around a place whose boundary is unknown, about 2 km
_POSITION = re.compile(r"\[(-?[0-9.]+),(-?[0-9.]+)")  # longitude first, as GeoJSON has it


def frame_around(places: Iterable[tuple[float | None, float | None, str | None]]) -> Frame | None:
    """Return the box around places; None when none of them has a point or a boundary.

    places  latitude, longitude, and the GeoJSON geometry of the boundary in text; None where unknown
    """
    boxes = [box for place in places if (box := _box_of(*place))]
    if not boxes:
        return None
    south, west = (min(box[0][axis] for box in boxes) for axis in (0, 1))
    north, east = (max(box[1][axis] for box in boxes) for axis in (0, 1))
    return (south, west), (north, east)


def frame_at(point: Point, degrees: float) -> Frame:
    """Return the box whose edges lie so far from a point."""
    latitude, longitude = point
    return (latitude - degrees, longitude - degrees), (latitude + degrees, longitude + degrees)


def _box_of(latitude: float | None, longitude: float | None, boundary: str | None) -> Frame | None:
    """Return the box of one place."""
    if boundary and (box := _bounds(boundary)):
        return box
    return None if latitude is None or longitude is None else frame_at((latitude, longitude), _MARGIN)


@lru_cache(maxsize=300)  # a regency has dozens of districts, and their boundaries hardly ever change
def _bounds(boundary: str) -> Frame | None:
    """Return the box around a geometry, without parsing it as JSON."""
    found = [(float(lat), float(lon)) for lon, lat in _POSITION.findall(boundary.replace(" ", ""))]
    if not found:
        return None
    latitudes, longitudes = zip(*found, strict=True)
    return (min(latitudes), min(longitudes)), (max(latitudes), max(longitudes))
