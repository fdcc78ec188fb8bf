"""Bodies that programs send, and how many rows a write can leave behind."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.places.models import Venue
from botram.visits.models import KeptWarning, Offer, Visit, VisitOfficer
from tests.builders import a_team, asep, village


def a_body(**changes: Any) -> dict[str, Any]:
    """A draft that can be made. None leaves a part out."""
    body: dict[str, Any] = {
        "level": "VILLAGE",
        "village": village().code,
        "venue": {"name": "Balai Desa", "lat": village().latitude, "lon": village().longitude},
        "team": None,
        "opens_at": "2026-12-08T08:00:00+07:00",
        "closes_at": "2026-12-08T14:00:00+07:00",
        "services": [{"service": "KTP_ENROL", "quota": 40}, {"service": "KK_NEW"}],
        **changes,
    }
    if "team" not in changes:
        body["team"] = a_team(members=(asep(),)).id
    return {name: value for name, value in body.items() if value is not None}


def rows() -> list[int]:
    """How many rows there are of all that a write of a visit can leave behind."""
    tables = (Visit, Offer, VisitOfficer, KeptWarning, Venue, AuditEntry)
    counts = [session().scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    session().rollback()
    return counts


def an_entry(number: int, **different: Any) -> dict[str, Any]:
    """An entry as a phone sends it."""
    return {
        "id": str(UUID(int=number)),
        "service": "KK_NEW",
        "outcome": "ISSUED_ON_SPOT",
        "requests": 1,
        "issued": {"KK": 1},
        "recorded_at": "2026-12-04T08:30:00+07:00",
    } | different
