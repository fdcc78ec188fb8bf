"""What the page of a visit shows on paper alone: its address, also as a QR code, and how small its letters are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

from botram.visit_view import VisitView
from botram.visit_view.part_views import ServiceView
from botram.web.residents.visit_page import OfferGroup, Panel

_WHOLE = (2_900, 4_500, 5_600, 7_000)  # letters on one sheet of A4, from the largest size on, as measured in Chromium
_WITHOUT_NOTES = (8_200, 10_400)  # the same without the notes on what to bring
_SHORT_LINE = 50  # letters: what a paragraph leaves empty at its end, and the space around it
_MASK = 3  # of the eight patterns any will do; choosing the best takes five times as long


@dataclass(frozen=True)
class Sheet:
    """The parts of the page that are for paper."""

    address: str
    code: Markup  # the same as a picture
    size: int  # the class of its letters: 0 for the largest, 6 for names of services and agencies alone


def sheet_of(visit: VisitView, panel: Panel, groups: Sequence[OfferGroup], address: str) -> Sheet:
    """Return what the page of a visit has for paper. ``address`` is the full one of the page."""
    services = [line.service for group in groups for line in group.lines]
    around = _room_of([*_around(visit, panel), *(group.name for group in groups)])
    whole, brief = (around + _room_of(_brought(services, notes=notes)) for notes in (True, False))
    size = sum(whole > most for most in _WHOLE)
    if size == len(_WHOLE):
        size += sum(brief > most for most in _WITHOUT_NOTES)
    return Sheet(address, _code_of(address), size)


@lru_cache(maxsize=200)
def _code_of(address: str) -> Markup:
    """Return the QR code of an address as an SVG."""
    picture = segno.make_qr(address, error="m", mask=_MASK)
    drawn = picture.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704  # a drawing, which holds no letter of the address


def _room_of(paragraphs: Iterable[str]) -> int:
    """Return how much room paragraphs take, in letters."""
    return sum(len(one) + _SHORT_LINE for one in paragraphs)


def _around(visit: VisitView, panel: Panel) -> Iterator[str]:
    """Yield the paragraphs whose length depends on the visit, without its services."""
    yield from (panel.lead, panel.news, *panel.sentences)
    yield from (visit.place_name, visit.venue.name, visit.venue.address, visit.venue.access, visit.contact.words)
    yield from visit.notices
    yield from (f"{booth.agency} {booth.words}" for booth in visit.booths)


def _brought(services: Sequence[ServiceView], *, notes: bool) -> Iterator[str]:
    """Yield name and requirements of each service."""
    for one in services:
        yield one.name
        yield "; ".join(f"{paper.text} {paper.note}" if notes else paper.text for paper in one.about.requirements)
