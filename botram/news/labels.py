"""The texts of an Atom entry. Pure functions."""

import re

from flask_babel import gettext as _

from botram.calendars.labels import Addresses, news, partners, practical
from botram.visit_view import VisitView
from botram.visits.field.labels import obstacle_labels, offer_state_label
from botram.visits.history import simple_sentence
from botram.visits.models import ANNOUNCED, ListKind, OfferState, VisitState

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not allow, and control characters that some programs misread."""


def xml_line(text: str) -> str:
    """Return the text on one line with single spaces, without characters that XML does not allow."""
    words = (_FORBIDDEN.sub("", word) for word in text.split())
    return " ".join(word for word in words if word)


def title(visit: VisitView, *, follows: bool = True) -> str:
    """Return the title of the entry, with a cancellation, a move or a departure in front.

    ``follows``: the visit is still among those that the feed is about.
    """
    name = _("%(place)s, %(day)s", place=visit.place_name, day=visit.times)
    if visit.state is VisitState.CANCELLED:
        return str(_("DIBATALKAN: %(name)s", name=name))
    if visit.moved:
        return str(_("DIPINDAH: %(name)s", name=name))
    return str(name if follows else _("BERUBAH: %(name)s", name=name))


def paragraphs(
    visit: VisitView, later: VisitView | None, address_of: Addresses, left: ListKind | None = None
) -> list[list[str]]:
    """Return the paragraphs of the entry as lines, the most urgent first.

    ``later`` is the visit that stands in for a cancelled one, ``left`` the kind of list that the visit has left. What
    to bring stands on the visit's page: said in each of a hundred entries it would cost readers more than the rest.
    """
    texts = [news(visit, address_of, [later] if later else [], left), "\n".join(_on_the_day(visit))]
    if visit.state is VisitState.CANCELLED or not left:  # otherwise the news begin with these
        texts.append("\n".join((visit.times, visit.location)))
    if visit.state in ANNOUNCED:
        texts += [_service_names(visit), partners(visit), "\n".join((practical(visit), _contact(visit)))]
    split = ([xml_line(line) for line in text.splitlines()] for text in texts)
    return [lines for some in split if (lines := [line for line in some if line])]


def _on_the_day(visit: VisitView) -> list[str]:
    """Return the reports of the team, one sentence each."""
    lines = [simple_sentence(_report_of(visit))]
    if visit.state in ANNOUNCED:
        lines += [
            _("%(service)s %(state)s.", service=service.name, state=offer_state_label(service.state, service.reason))
            for service in visit.services
            if service.state is not OfferState.OPEN
        ]
    if visit.obstacles:
        lines.append(_("Kendala: %(obstacles)s.", obstacles=obstacle_labels(visit.obstacles)))
    return lines


def _report_of(visit: VisitView) -> str:
    """Return the last report about progress; empty before the first."""
    if visit.state in (VisitState.CLOSED, VisitState.VERIFIED):
        return "close"
    if visit.state is VisitState.RUNNING:
        return "close_queue" if visit.queue_closed_at else "open"
    return "confirm" if visit.state is VisitState.PUBLISHED and visit.confirmed_at else ""


def _service_names(visit: VisitView) -> str:
    """Return the services that are still to be had, in one sentence."""
    names = dict.fromkeys(service.name for service in visit.services if service.state is not OfferState.CLOSED)
    return str(_("Layanan: %(services)s.", services=", ".join(names))) if names else ""


def link_words(visit: VisitView) -> str:
    """Return the text of the link to the visit's page."""
    if visit.state is VisitState.CANCELLED:
        return str(_("Kunjungan lain di sekitarnya"))
    if visit.state in ANNOUNCED:
        return str(_("Yang perlu dibawa dan keadaan terbaru"))
    return str(_("Halaman kunjungan"))


def _contact(visit: VisitView) -> str:
    """Return the official line."""
    return str(_("Kontak: %(contact)s", contact=visit.contact.words)) if visit.contact else ""
