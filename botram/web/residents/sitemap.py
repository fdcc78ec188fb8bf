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
from botram.web.residents.blueprint import blueprint

_NOT_FOR_ROBOTS = (
    "/koordinator",
    "/petugas",
    "/masuk",
    "/keluar",
    "/akun",
    "/jadwal?",
    "/jadwal.atom?",
    "/kalender?",
    "/peta?",
    "/peta/",
)
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAMES = {"xmlns": _SCHEMA, "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


@blueprint.get("/robots.txt")
@access.everyone
def robots() -> ResponseReturnValue:
    """Allow every public page except filtered lists, of which there are endless many."""
    with indonesian():  # addresses without a language, to which each adds its own
        allowed = [spoken(url_for(f".{endpoint}"), ENGLISH) for endpoint in ("schedule", "schedule_news", "visit_map")]
        sitemap = absolute(url_for(".sitemap"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines += [*(f"Allow: {path}$" for path in allowed), "", f"Sitemap: {sitemap}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


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
