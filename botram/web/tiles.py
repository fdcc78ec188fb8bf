"""The map tiles of this site: the operator's, or OpenStreetMap's in a demonstration.

OpenStreetMap's servers ask for a visible credit that leads to their copyright page and for the Referer header, and
promise nothing; see ``docs/map.md``. An office's own site shows them only where its operator has set them.
"""

from dataclasses import dataclass

from flask import current_app, g

from botram.setting_values import NO_TILES
from botram.staff.queries import is_demonstration


@dataclass(frozen=True)
class Tiles:
    """A provider of map tiles."""

    url: str  # its pattern; empty for none
    credit: str  # plain text
    credit_url: str  # empty for none


_NONE = Tiles("", "", "")
_OPENSTREETMAP = Tiles(
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "© OpenStreetMap contributors",
    "https://www.openstreetmap.org/copyright",
)


def allowed_tiles() -> Tiles:
    """Return the tiles of this site, and let the policy of this answer name their host: it holds a map."""
    tiles = _tiles_of_site()
    g.tile_url = tiles.url
    return tiles


def _tiles_of_site() -> Tiles:
    """Return the tiles that are set; without the setting those of a demonstration."""
    config = current_app.config
    match config["TILE_URL"]:
        case "":
            return _OPENSTREETMAP if is_demonstration() else _NONE
        case url if url == NO_TILES:
            return _NONE
        case url:
            return Tiles(url, config["TILE_CREDIT"], config["TILE_CREDIT_URL"])
