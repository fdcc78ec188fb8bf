"""The map itself, made by folium: view, tiles, layers, their control, boundaries, marks and the frame of their cards.

Folium's layers are empty here, and the browser fills them: ``static/js/map-*.js`` fetch what is drawn and set every
text as text. So the page is as large for one visit as for a thousand, and no text from people gets into folium at all;
``docs/map.md`` says what it would do with them, and what is made by hand for that. Of folium's own page nothing is
used: it has inline styles, foreign hosts and no language.

Importing folium takes a second. Import this module where a map is drawn, so that commands and other pages do not wait.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import folium
from branca.element import Element, Figure
from folium.features import Control
from folium.map import CustomPane
from folium.plugins import MarkerCluster
from folium.utilities import JsCode
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from botram.places.rules import LATITUDES, LONGITUDES, Point

_ID = "peta"
_JINJA = re.compile(r"\{(?=[{%#])")
_INDONESIA = ((LATITUDES[0], LONGITUDES[0]), (LATITUDES[1], LONGITUDES[1]))
_CLOSEST = 18  # the zoom beyond which marks at one point fan out
_ABOVE_BOUNDARIES = 450  # z-index: they lie at 400, marks at 600
_PADDING = (28, 28)  # pixels between an open card and the edge of the map
_GATHER_PIXELS = 56  # marks so near to each other are gathered: a finger of 44 never meets two
_EMPTY: Mapping[str, Any] = {"type": "FeatureCollection", "features": []}
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
    """The parts of a map, to be put together by a page."""

    element: Markup  # what the map is drawn into
    script: Markup  # draws it, once the scripts below are loaded
    scripts: Sequence[str]
    styles: Sequence[str]


def visits_map(
    *,
    frame: tuple[Point, Point] | None,
    words: Mapping[str, str],
    ground: dict[str, Any],
    visits: dict[str, Any],
    position: dict[str, Any],
    tiles: str,
    tile_credit: str,
    tile_credit_url: str,
    file_url: Callable[[str], str],
) -> Drawing:
    """Return the map of visits, the same for any number of them.

    frame     south-western and north-eastern corner to begin with; None: all of Indonesia
    words     names of the ``map``, its buttons (``closer``, ``farther``) and layers (``tiles``, ``boundaries``)
    ground    what ``map-ground.js`` has to know: where the boundaries are
    visits    what ``map-visits.js`` has to know
    position  what ``map-position.js`` has to know
    tiles     pattern of a tile provider, empty for none; ``tile_credit``, plain text, leads to ``tile_credit_url``
    file_url  gives the address of a static file
    """
    element, script, names = _layers(
        frame or _INDONESIA, tuple(words.items()), tiles, _credit(tile_credit, tile_credit_url)
    )
    calls = [
        ("mapGround.draw", ("map", "districts", "villages"), {**ground, "label": words["map"]}),
        ("mapVisits.draw", ("map", "group", "marks", "card"), visits),
        ("mapPosition.offer", ("map", "here"), position),
        *([("mapGround.offerLayers", ("choice",), {})] if tiles else []),
    ]
    lines = [
        f"{function}({', '.join(names[part] for part in parts)}, {htmlsafe_json_dumps(options)});\n"
        for function, parts, options in calls
    ]
    return Drawing(
        element=element,
        script=Markup(script + "".join(lines)),
        scripts=[file_url(name) for name in _SCRIPTS],
        styles=[file_url(name) for name in _STYLES],
    )


@lru_cache(maxsize=64)  # folium takes milliseconds, and there is one for each language and each region asked for
def _layers(
    frame: tuple[Point, Point], words: tuple[tuple[str, str], ...], tiles: str, tile_credit: Markup
) -> tuple[Markup, str, Mapping[str, str]]:
    """Return the map's element, the script for its layers, and what each of them is called in it."""
    said = {name: _inert(word, "(") for name, word in words}
    drawn = folium.Map(
        tiles=None,
        zoom_control=False,  # its words are English
        attribution_control=False,
        scroll_wheel_zoom=False,
        maxZoom=_CLOSEST,
    )
    boundaries = folium.FeatureGroup(name=said["boundaries"])
    districts, villages = (_outline_layer(kind).add_to(boundaries) for kind in ("district", "village"))
    marks = folium.GeoJson(_EMPTY, point_to_layer=JsCode("mapVisits.markOf"), show=False, control=False)
    card = folium.Popup(max_width=260, min_width=200, auto_pan_padding=_PADDING).add_to(marks)
    group, here = _gathered(), folium.FeatureGroup(control=False)
    choice = folium.LayerControl(collapsed=False)
    for part in (
        *([_tile_layer(tiles, tile_credit, said["tiles"])] if tiles else []),
        folium.FitBounds(frame),
        CustomPane("names", z_index=_ABOVE_BOUNDARIES),
        _control("Zoom", "bottomright", zoomInTitle=said["closer"], zoomOutTitle=said["farther"]),
        _control("Attribution", "bottomleft", prefix=False),
        boundaries,
        group,
        marks,
        here,
        *([choice] if tiles else []),  # boundaries alone leave nothing to choose
    ):
        drawn.add_child(part)
    element, script = _rendered(drawn)
    parts = ("map", "districts", "villages", "group", "marks", "card", "here", "choice")
    layers = (drawn, districts, villages, group, marks, card, here, choice)
    names = {part: layer.get_name() for part, layer in zip(parts, layers, strict=True)}
    return element, script, names


def _credit(text: str, url: str) -> Markup:
    """Return the credit of tiles as HTML, in which folium wants it."""
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(url, text) if url else escape(text)


def _tile_layer(tiles: str, credit: Markup, name: str) -> folium.TileLayer:
    """Return the layer of the tiles. Their provider gets to know the site that asks, never the page."""
    return folium.TileLayer(
        _inert(tiles, "%7B"),
        attr=_inert(str(credit), "&#123;") or " ",  # folium insists on one
        name=name,
        overlay=True,
        max_zoom=_CLOSEST,
        referrer_policy="strict-origin-when-cross-origin",
    )


def _control(name: str, position: str, **options: Any) -> Control:
    """Return a control in a corner. folium's own ``position`` writes the names of all corners into the script."""
    return Control(name, {"position": position, **options})


def _outline_layer(kind: str) -> folium.GeoJson:
    """Return the layer of the boundaries of a kind of place, with their names."""
    named = JsCode(f'mapGround.named("{kind}")')
    style = {"className": f"boundary boundary-{kind}"}
    return folium.GeoJson(_EMPTY, on_each_feature=named, interactive=False, style=style)


def _gathered() -> MarkerCluster:
    """Return the layer that shows marks, and gathers those that lie close together."""
    return MarkerCluster(  # type: ignore[no-untyped-call]  # folium brings half of its types
        icon_create_function="mapVisits.gathered",
        max_cluster_radius=_GATHER_PIXELS,
        show_coverage_on_hover=False,
        spider_leg_polyline_options={"className": "spider-leg"},
        control=False,
    )


def _inert(text: str, brace: str) -> str:
    """Return the text without what would begin a Jinja expression; ``brace`` stands in place of the first brace.

    branca reads all that it has rendered as a Jinja template once more, so that ``{{ ... }}`` would run on the server.
    """
    return _JINJA.sub(brace, text)


def _rendered(drawn: folium.Map) -> tuple[Markup, str]:
    """Return element and script, with fixed names in place of random ones: the same map is the same to the byte."""
    drawn._id = _ID
    _name_parts(drawn)
    drawn.render()  # type: ignore[no-untyped-call]
    page = cast(Figure, drawn.get_root())
    return Markup(page.html.render()), page.script.render()


def _name_parts(element: Element) -> None:
    """Give an element and all below it a name that does not change from one request to the next."""
    for number, child in enumerate(element._children.values()):
        child._id = f"{element._id}_{number}"
        _name_parts(child)
