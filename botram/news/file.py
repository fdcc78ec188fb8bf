"""The Atom file around its entries (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from botram.news.entry import add, tag_uri

_ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"


@dataclass(frozen=True)
class About:
    """The metadata of a feed. Addresses are full ones."""

    name: str
    path: str  # its own address without the host: part of its id
    source: str  # its own address
    page: str  # shows the same to people
    author: str
    language: str


def feed_file(entries: Iterable[Element], about: About, *, uid_host: str, updated: datetime) -> bytes:
    """Return the file with its entries, each from ``atom_entry``. ``updated`` is the moment of the newest."""
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": about.language})
    add(feed, "id", tag_uri(uid_host, about.path))
    add(feed, "title", about.name)
    add(feed, "updated", updated.isoformat())
    add(SubElement(feed, "author"), "name", about.author)
    add(feed, "link", rel="self", type=TYPE, href=about.source)
    add(feed, "link", rel="alternate", type="text/html", href=about.page)
    add(feed, "generator", "Botram")
    feed.extend(entries)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))
