"""One function says where something is, and only a coordinator's address is asked of another server."""

import re

from flask import Flask

from botram.config import ROOT
from botram.places.geocoding.nominatim import nominatim
from botram.places.lookup import AddressSearch, locations_of
from tests.builders import NOW, a_venue, bekasi
from tests.nominatim import Nominatim


def test_our_own_places_are_found_without_asking_anybody(app: Flask, geocoder: Nominatim) -> None:
    a_venue("Gedung Serbaguna")
    best = locations_of("gedung serbaguna", office=bekasi(), limit=1)
    assert [place.raw["kind"] for place in best] == ["venue"]
    assert {place.raw["kind"] for place in locations_of("sumberjaya")} <= {"village", "district"}
    assert locations_of("") == []
    assert geocoder.asked == []


def test_an_address_is_asked_of_the_geocoder_that_is_given(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(("Sumberjaya", -6.2431, 107.0513), ("Sumberjaya", -6.3, 107.2))
    given = nominatim(app.config)
    assert given
    found = locations_of("Sumberjaya", limit=1, address=AddressSearch(given, None, lambda: NOW))
    assert [(place.latitude, place.longitude) for place in found] == [(-6.2431, 107.0513)]
    assert len(geocoder.asked) == 1


def test_only_the_page_of_addresses_asks_another_server_and_all_ask_here() -> None:
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "botram").rglob("*.py")}
    assert [name for name, text in texts.items() if "AddressSearch(" in text] == [
        "botram/web/coordinators/address_search.py"
    ]
    around = re.compile(r"\bGazetteer\(|\bsearch_address\(")
    asking = {name for name, text in texts.items() if around.search(text)}
    assert asking == {"botram/places/gazetteer.py", "botram/places/geocoding/actions.py", "botram/places/lookup.py"}
