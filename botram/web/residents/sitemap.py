"""What search engines are told."""

from xml.etree import ElementTree

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.places.queries import districts_of, villages_of
from botram.services.queries import services
from botram.visits.queries import public_pages
from botram.web import access
from botram.web.context import absolute
from botram.web.residents.blueprint import blueprint

NOT_FOR_ROBOTS = ("/koordinator", "/petugas", "/masuk", "/keluar", "/akun", "/jadwal?")
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/robots.txt")
@access.everyone
def robots() -> ResponseReturnValue:
    """Everything public may be read; filtered lists would be endless."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {absolute(url_for('residents.sitemap'))}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access.everyone
def sitemap() -> ResponseReturnValue:
    """The addresses of all public pages; visits with the day of their last change."""
    root = ElementTree.Element("urlset", xmlns=SCHEMA)
    for endpoint in ("start", "schedule", "services", "districts"):
        add_page(root, url_for(f"residents.{endpoint}"))
    for service in services():
        add_page(root, url_for("residents.service", slug=service.slug))
    for district in districts_of(None):
        add_page(root, url_for("residents.district", code=district.code))
    for village in villages_of(None):
        add_page(root, url_for("residents.village", code=village.code))
    for public_id, changed_at in public_pages(clock.now()):
        add_page(root, url_for("residents.visit", public_id=public_id), changed_at.isoformat())
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, mimetype="application/xml")


def add_page(root: ElementTree.Element, path: str, changed: str = "") -> None:
    """Add one address to the map of the site."""
    page = ElementTree.SubElement(root, "url")
    ElementTree.SubElement(page, "loc").text = absolute(path)
    if changed:
        ElementTree.SubElement(page, "lastmod").text = changed
