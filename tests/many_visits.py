"""Many visits at once, for what has to stay cheap or has an end: rows straight into the tables."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from botram.database import Base, session
from botram.results.models import ResultTotal, TotalKind
from botram.visits.models import Booth, Offer, Visit, VisitOfficer

ONE_DAY = timedelta(days=1)


def copies(like: Visit, numbers: range, *, every: timedelta = ONE_DAY, requests: int = 0) -> None:
    """Visits like one at other times, with its services, agencies and crew; each so many ``every`` away.

    requests    family cards asked for and finished at each, straight into the kept sums
    """
    kept = {one.key: getattr(like, one.key) for one in Visit.__mapper__.column_attrs if one.key != "id"}
    offers = [{"service_code": offer.service_code, "position": offer.position} for offer in like.offers]
    booths = [{"agency_id": booth.agency_id, "position": 1, "offers": "JKN", "label": ""} for booth in like.booths]
    crew = [member.account_id for member in like.crew]
    total = {"service_code": "KK_NEW", "kind": TotalKind.REQUESTS, "code": "ISSUED_ON_SPOT", "count": requests}
    times = {
        f"{like.id % 100:02d}y{number + 50_000:05d}": {
            "opens_at": like.opens_at + number * every,
            "closes_at": like.closes_at + number * every,
        }
        for number in numbers
    }
    session().execute(insert(Visit), [kept | {"public_id": name} | time for name, time in times.items()])
    known = select(Visit.public_id, Visit.id).where(Visit.public_id.in_(times))
    ids = {row_id: times[name] for name, row_id in session().execute(known)}
    _add(Offer, ids, offers)
    _add(Booth, ids, booths)
    _add(ResultTotal, ids, [total] if requests else [])
    members = [{"account_id": who, "announced": False} for who in crew]
    rows = [member | {"visit_id": one} | time for one, time in ids.items() for member in members]
    if rows:
        session().execute(insert(VisitOfficer), rows)
    session().commit()


def _add(table: type[Base], visits: Iterable[int], rows: Sequence[dict[str, Any]]) -> None:
    """The same rows for each of the visits."""
    if rows:
        session().execute(insert(table), [row | {"visit_id": one} for one in visits for row in rows])
