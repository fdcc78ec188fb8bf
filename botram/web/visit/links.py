"""Where a visit is read about, and where its venue, message and calendar lead."""

from urllib.parse import urlencode

from flask import current_app, url_for

from botram.visit_view.view import VenueView
from botram.web.context import absolute


def address_of(public_id: str) -> str:
    """The full address of the visit's page, in the language that is spoken."""
    return absolute(url_for("residents.visit", public_id=public_id))


def permanent_address(public_id: str) -> str:
    """Where people read about the visit, for good and in no particular language: for programs."""
    return f"{current_app.config['PUBLIC_URL']}/kunjungan/{public_id}"


def map_links(venue: VenueView) -> dict[str, str]:
    """The venue on maps: the way there, a map to look at, and the phone's own map app."""
    point = f"{venue.latitude:.6f},{venue.longitude:.6f}"
    latitude, longitude = point.split(",")
    return {
        "way": "https://www.google.com/maps/dir/?" + urlencode({"api": 1, "destination": point}),
        "map": f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
        "geo": f"geo:{point}?" + urlencode({"q": f"{point}({venue.name})"}),
    }


def whatsapp_link(text: str) -> str:
    """Where a message goes on a phone without a share menu."""
    return "https://wa.me/?" + urlencode({"text": text})


def webcal_of(address: str) -> str:
    """The address under which devices know a calendar to follow."""
    return f"webcal://{address.partition('://')[2]}"
