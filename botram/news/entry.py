"""One visit as one entry of a news feed (Atom, RFC 4287). Every feed takes its entries from here."""

from xml.etree.ElementTree import Element, SubElement, tostring

from botram.calendars.labels import Addresses, categories
from botram.news.labels import link_words, one_line, paragraphs, title
from botram.visits.models import ListKind, Visit

_TAG_YEAR = 2026  # stands in every id for good (RFC 4151): the host was the office's own by then


def entry_of(
    visit: Visit,
    *,
    uid_host: str,
    address_of: Addresses,
    follows: bool = True,
    left: ListKind | None = None,
) -> Element:
    """The entry of an announced visit.

    uid_host      in the entry's id, for good the same
    address_of    gives the full web address of a visit's page
    follows       the visit is still among those that the feed is about
    left          the kind of list that it has left, where that can be said in a sentence

    An entry keeps its id in each feed and language, through every move and the cancellation; programs show it anew
    when ``updated`` is later.
    """
    entry = Element("entry")
    add(entry, "id", tag_uri(uid_host, f"kunjungan/{visit.public_id}"))
    add(entry, "title", title(visit, follows=follows))
    add(entry, "updated", visit.changed_at.isoformat())
    if visit.published_at:
        add(entry, "published", visit.published_at.isoformat())
    add(SubElement(entry, "author"), "name", visit.office.name)
    add(entry, "link", rel="alternate", type="text/html", href=address_of(visit))
    for name in categories(visit):
        add(entry, "category", term=name)
    add(entry, "content", content(visit, address_of, left), type="html")
    return entry


def tag_uri(uid_host: str, name: str) -> str:
    """An id that is nobody else's (RFC 4151) and stays the same when the site's address changes."""
    return f"tag:{uid_host},{_TAG_YEAR}:{name}"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> None:
    """Put an element into another one. Nothing that XML does not allow gets past here."""
    element = SubElement(parent, tag, {name: one_line(value) for name, value in attributes.items()})
    element.text = one_line(text) or None


def content(visit: Visit, address_of: Addresses, left: ListKind | None) -> str:
    """What a reader needs to know and a link to the visit's page, as HTML. The library escapes what people wrote."""
    body = Element("div")
    for lines in paragraphs(visit, address_of, left):
        _add_lines(SubElement(body, "p"), lines)
    SubElement(SubElement(body, "p"), "a", href=address_of(visit)).text = link_words(visit)
    return "".join(tostring(one, encoding="unicode", method="html") for one in body)


def _add_lines(paragraph: Element, lines: list[str]) -> None:
    """Write lines one below the other."""
    paragraph.text = lines[0]
    for line in lines[1:]:
        SubElement(paragraph, "br").tail = line
