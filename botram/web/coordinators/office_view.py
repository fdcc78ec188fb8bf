"""Visits as the pages of their office read them."""

from typing import TypeVar

from botram import clock
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visits.models import Visit

_Other = TypeVar("_Other")


def office_view(visit: Visit, parts: Part = Part.TEAM) -> VisitView:
    """Return the view of a visit for its office, as of now."""
    return view_of(visit, Audience.OFFICE, clock.now(), parts)


def with_view(row: tuple[Visit, _Other]) -> tuple[VisitView, _Other]:
    """Return a row of a list with the view of its visit."""
    return office_view(row[0], Part.TEAM | Part.REPLACEMENT), row[1]
