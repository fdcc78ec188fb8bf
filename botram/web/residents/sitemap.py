"""robots.txt and the sitemap for search engines."""

from xml.etree import ElementTree

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.languages import ENGLISH, LANGUAGES, indonesian
from botram.places.queries import districts_of, villages_of
from botram.services.queries import offered_services
from botram.visits.queries import public_pages
from botram.web import access
from botram.web.context import absolute
from botram.web.language import spoken
from botram.web.parameters import parameters_of
from botram.web.residents.blueprint import blueprint

_OF_STAFF = (*(f"/{area}" for area in access.STAFF_AREAS), "/masuk", "/keluar")
_FILTERED = ("schedule", "schedule_news", "visit_map", "calendars")
_FRAMED = "/peta/"
_LINK_PREVIEWS = (
    "facebookexternalhit",
    "WhatsApp",
    "Twitterbot",
    "TelegramBot",
    "LinkedInBot",
    "Slackbot",
    "Discordbot",
)
"""Programs that fetch the one page whose address somebody has sent to others, and do not wander on."""
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAMES = {"xmlns": _SCHEMA, "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


@blueprint.get("/robots.txt")
@access.everyone
def robots() -> ResponseReturnValue:
    """Allow every public page except filtered lists, of which there are endless many; to link previews these too."""
    with indonesian():  # addresses without a language, to which each adds its own
        filtered = [start for endpoint in _FILTERED for start in _filtered_addresses(f"residents.{endpoint}")]
        sitemap = absolute(url_for(".sitemap"))
    lines = [*(f"User-agent: {name}" for name in _LINK_PREVIEWS), *(f"Disallow: {path}" for path in _OF_STAFF), ""]
    lines += ["User-agent: *", *(f"Disallow: {path}" for path in (*_OF_STAFF, _FRAMED, *filtered)), ""]
    lines += [f"Sitemap: {sitemap}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def _filtered_addresses(endpoint: str) -> list[str]:
    """Return the beginnings of the addresses of a list with filters, one for each that may come first.

    Not the path with a bare question mark: programs drop that (urllib.robotparser of Python up to 3.12) and then shut
    everything whose path begins so. For the same reason nothing here needs a pattern or an ``Allow`` to be right.
    """
    path = url_for(endpoint)
    return [*(f"{path}?{name}=" for name in parameters_of(endpoint)), f"{spoken(path, ENGLISH)}&"]


@blueprint.get("/sitemap.xml")
@access.everyone
def sitemap() -> ResponseReturnValue:
    """List the addresses of all public pages in each language; visits with the day of their last change."""
    root = ElementTree.Element("urlset", _NAMES)
    with indonesian():
        _add_pages(root)
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, mimetype="application/xml")


def _add_pages(root: ElementTree.Element) -> None:
    """Add all pages to the sitemap. To be called in Indonesian."""
    for endpoint in ("start", "schedule", "visit_map", "services", "districts", "calendars"):
        _add_page(root, url_for(f"residents.{endpoint}"))
    for service in offered_services():
        _add_page(root, url_for("residents.service", slug=service.slug))
    for district in districts_of(None):
        _add_page(root, url_for("residents.district", code=district.code))
    for village in villages_of(None):
        _add_page(root, url_for("residents.village", code=village.code))
    for public_id, changed_at in public_pages(clock.now()):
        _add_page(root, url_for("residents.visit", public_id=public_id), changed_at.isoformat())


def _add_page(root: ElementTree.Element, path: str, changed: str = "") -> None:
    """Add one page to the sitemap: its address in each language, with links to the others."""
    addresses = {code: absolute(spoken(path, code)) for code in LANGUAGES}
    for address in addresses.values():
        page = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(page, "loc").text = address
        if changed:
            ElementTree.SubElement(page, "lastmod").text = changed
        for code, other in addresses.items():
            ElementTree.SubElement(page, "xhtml:link", rel="alternate", hreflang=code, href=other)
