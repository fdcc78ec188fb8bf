"""The map that folium makes: local files only, the same to the byte, and texts that stay texts."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings

from botram.maps.drawing import Drawing, visits_map
from tests.hostile import texts

BEKASI = ((-6.44, 106.99), (-6.0, 107.25))
WORDS = dict.fromkeys(("map", "closer", "farther", "tiles", "boundaries"), "Kata")


def drawn(tiles: str = "", credit: str = "", credit_url: str = "", **options: Any) -> Drawing:
    """A map with little to say."""
    told: dict[str, Any] = {"ground": {}, "words": WORDS, "visits": {}, "position": {}, "frame": BEKASI} | options
    return visits_map(
        **told, tiles=tiles, tile_credit=credit, tile_credit_url=credit_url, file_url=lambda name: f"/static/x/{name}"
    )


def test_folium_makes_the_map_from_our_own_files() -> None:
    made = drawn()
    assert 'id="map_peta"' in made.element
    assert 'L.map(\n                "map_peta"' in made.script
    assert "L.markerClusterGroup(" in made.script
    assert "L.tileLayer" not in made.script
    assert all(address.startswith("/static/x/") for address in (*made.scripts, *made.styles))
    assert made.scripts[0].endswith("/leaflet.js")
    assert "//" not in made.script


def test_the_same_map_is_the_same_to_the_byte() -> None:
    assert drawn() == drawn()


def test_the_parts_are_made_before_they_are_used() -> None:
    script = drawn().script
    group = re.search(r"var (marker_cluster_\w+)", script)
    assert group
    assert f"mapVisits.draw(map_peta, {group[1]}, " in script
    order = [script.index(part) for part in ("var map_peta", f"var {group[1]}", "mapVisits.draw(")]
    assert order == sorted(order)


def test_folium_makes_the_layers_and_the_browser_fills_them() -> None:
    script = drawn().script
    assert script.count("L.geoJson(null, {") == 3  # districts, villages, marks
    assert script.count('_add({"features": [], "type": "FeatureCollection"})') == 3
    assert '"pointToLayer": mapVisits.markOf' in script
    assert re.search(r"geo_json_\w+\.bindPopup\(popup_\w+\)", script)
    for kind in ("district", "village"):
        assert f'(mapGround.named("{kind}"))(feature, layer);' in script
        assert f'"className": "boundary boundary-{kind}"' in script
    assert not re.search(r"\$\.ajax|\$\(|`", script), "what needs jQuery, or holds a text as a template"


def test_layers_are_a_matter_of_choice_where_there_are_tiles() -> None:
    words = WORDS | {"tiles": "Gambar", "boundaries": "Batas {{ 7 * 7 }}"}
    assert "L.control.layers" not in drawn(words=words).script
    script = drawn("https://tiles.example/{z}/{x}/{y}.png", words=words).script
    assert re.findall(r'^ +"(.+)" : (\w+)_peta_\d+,$', script, re.MULTILINE) == [
        ("Gambar", "tile_layer"),
        ("Batas ({ 7 * 7 }}", "feature_group"),
    ]
    assert "mapGround.offerLayers(layer_control_peta_" in script


@pytest.mark.parametrize(
    ("frame", "fitted"),
    [(BEKASI, "[[-6.44, 106.99], [-6.0, 107.25]]"), (None, "[[-11.0, 95.0], [6.5, 141.1]]")],
    ids=["the districts", "Indonesia where there are none"],
)
def test_it_begins_with_what_there_is_to_see(frame: object, fitted: str) -> None:
    assert f"fitBounds(\n                {fitted}" in drawn(frame=frame).script


@pytest.mark.parametrize(
    ("tiles", "credit", "said", "never"),
    [
        (
            "https://{s}.tiles.example/{z}/{x}/{y}.png",
            '<img src=x onerror="hacked=1">',
            ('"https://{s}.tiles.example/{z}/{x}/{y}.png"', "\\u0026lt;img src=x"),
            "<img",
        ),
        (
            "https://tiles.example/{z}/{x}/{y}.png?{{7*7}}{%",
            "{{ 7 * 7 }}{# {%",
            ('"\\u0026#123;{ 7 * 7 }}\\u0026#123;# \\u0026#123;%"',),
            "49",
        ),
    ],
    ids=["markup", "a template"],
)
def test_tiles_are_the_operators_and_their_credit_is_a_text(
    tiles: str, credit: str, said: tuple[str, ...], never: str
) -> None:
    script = drawn(tiles, credit).script
    assert never not in script
    assert not [text for text in said if text not in script]


def test_the_credit_leads_to_the_provider_who_hears_which_site_asks() -> None:
    script = drawn("https://tiles.example/{z}/{x}/{y}.png", '<b> "x"', 'https://tiles.example/c?"><b>').script
    shown = re.search(r'"attribution": "(.+)",', script)
    assert shown
    html = json.loads(f'"{shown[1]}"')
    assert html.startswith('<a href="https://tiles.example/c?&#34;&gt;&lt;b&gt;" target="_blank" rel="noopener">')
    assert html.endswith(">&lt;b&gt; &#34;x&#34;</a>")
    assert '"referrerPolicy": "strict-origin-when-cross-origin"' in script


@settings(max_examples=40, deadline=None)
@given(texts)
def test_no_text_leaves_its_place_in_the_script(text: str) -> None:
    parts: dict[str, Any] = {name: {name: text} for name in ("ground", "visits", "position")}
    script = str(drawn(**parts).script)
    assert not {"<", "\u2028", "\u202e"} & set(script)
    calls = re.findall(r"(\{\"\w+\": \".*\"\})\);", script)
    parts["ground"] = {"ground": text, "label": "Kata"}
    assert [json.loads(call) for call in calls] == list(parts.values())
    assert len(script.splitlines()) == len(
        str(drawn(**(parts | {name: {name: ""} for name in parts})).script).splitlines()
    )
