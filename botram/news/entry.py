"""A visit as an Atom entry (RFC 4287), the same in every feed."""

from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, tostring

from botram.calendars.labels import Addresses, categories
from botram.news.labels import link_words, paragraphs, title, xml_line
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visits.models import PUBLIC, ListKind, Visit

_PARTS = Part.TAGS | Part.SERVICES | Part.BOOTHS
_TAG_YEAR = 2026  # stands in every id for good (RFC 4151): the host was the office's own by then


def atom_entry(
    visit: Visit, *, uid_host: str, address_of: Addresses, follows: bool = True, left: ListKind | None = None
) -> Element:
    """Return the entry of a published visit.

    uid_host      in the entry's id, for good the same
    address_of    gives the full web address of a visit's page
    follows       the visit is still among those that the feed is about
    left          the kind of list that it has left, where that can be said in a sentence

    An entry keeps its id in each feed and language, through every move and the cancellation; programs show it anew
    when ``updated`` is later.
    """
    view = view_of(visit, Audience.RESIDENTS, visit.changed_at, _PARTS)
    later = visit.replaced_by if visit.replaced_by and visit.replaced_by.state in PUBLIC else None
    named = view_of(later, Audience.RESIDENTS, later.changed_at, Part.LINE) if later else None
    entry = Element("entry")
    add(entry, "id", tag_uri(uid_host, f"kunjungan/{view.public_id}"))
    add(entry, "title", title(view, follows=follows))
    add(entry, "updated", view.changed_at.astimezone(UTC).isoformat())
    if view.published_at:
        add(entry, "published", view.published_at.astimezone(UTC).isoformat())
    add(SubElement(entry, "author"), "name", view.office.name)
    add(entry, "link", rel="alternate", type="text/html", href=address_of(view.public_id))
    for name in categories(view):
        add(entry, "category", term=name)
    add(entry, "content", _content(view, named, address_of, left), type="html")
    return entry


def tag_uri(uid_host: str, name: str) -> str:
    """Return a globally unique id (RFC 4151) that does not change with the site's address."""
    return f"tag:{uid_host},{_TAG_YEAR}:{name}"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> None:
    """Add a child element, without characters that XML does not allow."""
    element = SubElement(parent, tag, {name: xml_line(value) for name, value in attributes.items()})
    element.text = xml_line(text) or None


def _content(visit: VisitView, later: VisitView | None, address_of: Addresses, left: ListKind | None) -> str:
    """Return the texts of the entry and a link to the visit's page, as HTML. The library escapes them."""
    body = Element("div")
    for lines in paragraphs(visit, later, address_of, left):
        _add_lines(SubElement(body, "p"), lines)
    SubElement(SubElement(body, "p"), "a", href=address_of(visit.public_id)).text = link_words(visit)
    return "".join(tostring(one, encoding="unicode", method="html") for one in body)


def _add_lines(paragraph: Element, lines: list[str]) -> None:
    """Add lines, separated by line breaks."""
    paragraph.text = lines[0]
    for line in lines[1:]:
        SubElement(paragraph, "br").tail = line
