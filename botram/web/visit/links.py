"""The addresses of a visit's page, and the links that share a message or follow a calendar."""

from urllib.parse import urlencode

from flask import current_app, url_for

from botram.web.context import absolute


def address_of(public_id: str) -> str:
    """Return the full address of the visit's page, in the present language."""
    return absolute(url_for("residents.visit", public_id=public_id))


def permanent_address(public_id: str) -> str:
    """Return the permanent address of the visit's page without a language, for programs."""
    return f"{current_app.config['PUBLIC_URL']}/kunjungan/{public_id}"


def whatsapp_link(text: str) -> str:
    """Return the link that shares a message on a phone without a share menu."""
    return "https://wa.me/?" + urlencode({"text": text})


def webcal_of(address: str) -> str:
    """Return the webcal address of a calendar, which devices open to subscribe."""
    return f"webcal://{address.partition('://')[2]}"
