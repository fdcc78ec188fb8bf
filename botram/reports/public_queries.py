"""Reading the sums over whole offices for the public figures."""

from collections import Counter, defaultdict

from sqlalchemy import ColumnElement, func, select

from botram.database import session
from botram.places.models import Village
from botram.reports.measures import VISIT_STATES, Count
from botram.reports.periods import Period
from botram.results.models import ResultTotal, TotalKind
from botram.visits.models import PUBLIC, Visit, VisitState


def announced_for(period: Period, zone: str, district: str) -> list[ColumnElement[bool]]:
    """The conditions that a visit was announced for a period and a district."""
    start, end = period.bounds(zone)
    conditions = [Visit.opens_at >= start, Visit.opens_at < end, Visit.state.in_(PUBLIC)]
    if district:
        there = select(Village.code).where(Village.district_code == district)
        conditions.append(Visit.village_code.in_(there))
    return conditions


def visit_counts_by_office(conditions: list[ColumnElement[bool]]) -> dict[int, Counter[Count]]:
    """The numbers of planned, held, moved, cancelled and verified visits, by office id."""
    keys = (Visit.office_id, Visit.state, Visit.was_opens_at.is_not(None).label("moved"))
    grouped = session().execute(select(*keys, func.count()).where(*conditions).group_by(*keys))
    found: dict[int, Counter[Count]] = defaultdict(Counter)
    for office, state, moved, count in grouped:
        for kind in (Count.PLANNED, Count.HELD, Count.MOVED, Count.CANCELLED, Count.VERIFIED):
            states, must_move = VISIT_STATES[kind]
            if state in states and must_move in (None, bool(moved)):
                found[office][kind] += count
    return found


def result_sums_by_office(conditions: list[ColumnElement[bool]]) -> tuple[Counter[int], defaultdict[int, Counter[str]]]:
    """The requests, and the documents by code, of verified visits, by office id."""
    keys = (Visit.office_id, ResultTotal.kind, ResultTotal.code)
    grouped = (
        select(*keys, func.sum(ResultTotal.count))
        .join(Visit, Visit.id == ResultTotal.visit_id)
        .where(*conditions, Visit.state == VisitState.VERIFIED)
        .group_by(*keys)
    )
    requests, documents = Counter[int](), defaultdict[int, Counter[str]](Counter)
    for office, kind, code, count in session().execute(grouped):
        if kind is TotalKind.REQUESTS:
            requests[office] += count
        elif kind is TotalKind.ISSUED and count:
            documents[office][code] += count
    return requests, documents
