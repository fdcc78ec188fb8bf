"""The map itself, made by folium: view, tiles, the group that gathers close marks, and the script for all that.

What folium would do to visits is left out on purpose. Its markers are a Python object and a piece of script per place;
its popups and tooltips put texts into template literals, where a ``${...}`` that somebody typed runs; ``GeoJson`` of an
address fetches it on the server; and branca reads all script that it has made as a Jinja template once more, so that
``{{ ... }}`` in a text runs on the server. So no text from people gets here at all: one small element of our own
(``Call``) hands the map to ``static/js/map-*.js``, which fetch what is drawn and set every text as text. The page is
as large for one visit as for a thousand, and the words that do stand in its script are made ``_inert``. Of folium's own
page nothing is used either: it has inline styles, foreign hosts and no language.

Importing folium takes a second. Import this module where a map is drawn, so that commands and other pages do not wait.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.plugins import MarkerCluster
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from botram.places.rules import LATITUDES, LONGITUDES, Point

_ID = "peta"
_JINJA = re.compile(r"\{(?=[{%#])")
_INDONESIA = ((LATITUDES[0], LONGITUDES[0]), (LATITUDES[1], LONGITUDES[1]))
_CLOSEST = 18  # the zoom beyond which marks at one point fan out
_GATHER_PIXELS = 56  # marks so near to each other are gathered: a finger of 44 never meets two
_SCRIPTS = (
    "vendor/leaflet/leaflet.js",
    "vendor/leaflet.markercluster/leaflet.markercluster.js",
    "js/map-parts.js",
    "js/map-ground.js",
    "js/map-visits.js",
    "js/map-position.js",
)
_STYLES = ("vendor/leaflet/leaflet.css", "vendor/leaflet.markercluster/MarkerCluster.css")


@dataclass(frozen=True)
class Drawing:
    """The parts of a map that a page of our own puts together."""

    element: Markup  # what the map is drawn into
    script: Markup  # draws it, once the scripts below are loaded
    scripts: Sequence[str]
    styles: Sequence[str]


class Call(MacroElement):
    """A call of one of our own scripts with the map, perhaps another part of it, and what else it has to know."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this.function }}({{ this.parts|join(', ') }}, {{ this.options }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, options: dict[str, Any], *others: Element) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca brings half of its types
        self._name, self.function, self.others = "Call", function, others
        self.options = _inert(str(htmlsafe_json_dumps(options)), r"\\u007b")

    @property
    def parts(self) -> list[str]:
        """The names of the map and the other parts in the script."""
        return [part.get_name() for part in (self._parent, *self.others) if part]


def _inert(text: str, brace: str) -> str:
    """The text without what would begin a Jinja expression; ``brace`` is written in place of the first brace."""
    return _JINJA.sub(brace, text)


def visits_map(
    *,
    frame: tuple[Point, Point] | None,
    ground: dict[str, Any],
    visits: dict[str, Any],
    position: dict[str, Any],
    tiles: str,
    tile_credit: str,
    file_url: Callable[[str], str],
) -> Drawing:
    """The map of visits, the same for any number of them.

    frame     south-western and north-eastern corner to begin with; None: all of Indonesia
    ground    what ``map-ground.js`` has to know: addresses, words, whose data it is
    visits    what ``map-visits.js`` has to know
    position  what ``map-position.js`` has to know
    tiles     pattern of a tile provider, empty for none; ``tile_credit`` is plain text
    file_url  gives the address of a static file
    """
    drawn = folium.Map(
        tiles=None,
        zoom_control=False,  # its words are English; ours come with the ground
        attribution_control=False,
        scroll_wheel_zoom=False,
        maxZoom=_CLOSEST,
    )
    drawn.default_js = _links(file_url, _SCRIPTS)
    drawn.default_css = _links(file_url, _STYLES)
    group = MarkerCluster(  # type: ignore[no-untyped-call]
        icon_create_function="mapVisits.gathered",
        max_cluster_radius=_GATHER_PIXELS,
        show_coverage_on_hover=False,
        spider_leg_polyline_options={"className": "spider-leg"},
    )
    group.default_js = group.default_css = []
    parts = [
        folium.FitBounds(frame or _INDONESIA),
        Call("mapGround.draw", ground),
        group,
        Call("mapVisits.draw", visits, group),
        Call("mapPosition.offer", position),
    ]
    if tiles:
        credit = _inert(str(escape(tile_credit)), "&#123;") or " "  # folium insists on one
        parts.insert(0, folium.TileLayer(_inert(tiles, "%7B"), attr=credit, max_zoom=_CLOSEST))
    for part in parts:
        drawn.add_child(part)
    return _assembled(drawn)


def _links(file_url: Callable[[str], str], names: Sequence[str]) -> list[tuple[str, str]]:
    """Files as folium lists them: name and address."""
    return [(name, file_url(name)) for name in names]


def _assembled(drawn: folium.Map) -> Drawing:
    """The map with fixed names in place of random ones, so that the same map is the same to the byte."""
    drawn._id = _ID
    _name_parts(drawn)
    drawn.render()  # type: ignore[no-untyped-call]
    page = cast(Figure, drawn.get_root())
    added = list(page.header._children.values())
    return Drawing(
        element=Markup(page.html.render()),
        script=Markup(page.script.render()),
        scripts=[one.url for one in added if isinstance(one, JavascriptLink)],
        styles=[one.url for one in added if isinstance(one, CssLink)],
    )


def _name_parts(element: Element) -> None:
    """Give an element and all below it a name that does not change from one request to the next."""
    for number, child in enumerate(element._children.values()):
        child._id = f"{element._id}_{number}"
        _name_parts(child)
