"""The addresses of a visit's page, and the links that share a message or follow a calendar."""

from urllib.parse import urlencode

from flask import current_app, url_for

from botram.web.context import absolute


def address_of(public_id: str) -> str:
    """The full address of the visit's page, in the language that is spoken."""
    return absolute(url_for("residents.visit", public_id=public_id))


def permanent_address(public_id: str) -> str:
    """Where people read about the visit, for good and in no particular language: for programs."""
    return f"{current_app.config['PUBLIC_URL']}/kunjungan/{public_id}"


def whatsapp_link(text: str) -> str:
    """Where a message goes on a phone without a share menu."""
    return "https://wa.me/?" + urlencode({"text": text})


def webcal_of(address: str) -> str:
    """The address under which devices know a calendar to follow."""
    return f"webcal://{address.partition('://')[2]}"
