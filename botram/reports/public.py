"""What everyone may read of the figures: sums over whole offices, nothing that could point at a person."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from botram.database import session
from botram.places.models import Village
from botram.reports.measures import FATES, Count
from botram.reports.periods import Period
from botram.results.models import ResultTotal, TotalKind
from botram.staff.models import Office
from botram.staff.queries import offices
from botram.visits.models import PUBLIC, Visit, VisitState

_FEWEST = 5  # smaller figures of a district are left unsaid: few enough people to be guessed


@dataclass(frozen=True)
class OfficeFigures:
    """What an office did in a period. Results are those that its head has verified."""

    office: Office
    visits: Counter[Count]
    requests: int | None  # None: some, but fewer than FEWEST
    documents: dict[str, int | None]  # by code


def public_figures(period: Period, zone: str, district: str = "") -> Iterator[OfficeFigures]:
    """The figures of every office that has visits there, in the order of their codes. Three statements.

    zone      the clock by which the months begin
    district  only visits to villages of this district, by its code; small figures are then left unsaid
    """
    conditions = _visits_of(period, zone, district)
    visits, results = _fates(conditions), _results_of(conditions)
    for office in offices():
        if office.id in visits:
            requests, documents = results[office.id]
            yield OfficeFigures(
                office,
                visits[office.id],
                said(requests, district),
                {code: said(pieces, district) for code, pieces in sorted(documents.items())},
            )


def said(count: int, district: str) -> int | None:
    """The figure, unless it is of a district and so small that people could be guessed from it."""
    return None if district and 0 < count < _FEWEST else count


def _visits_of(period: Period, zone: str, district: str) -> list[ColumnElement[bool]]:
    """The conditions that a visit was announced for the period and the district."""
    start, end = period.bounds(zone)
    conditions = [Visit.opens_at >= start, Visit.opens_at < end, Visit.state.in_(PUBLIC)]
    if district:
        there = select(Village.code).where(Village.district_code == district)
        conditions.append(Visit.village_code.in_(there))
    return conditions


def _fates(conditions: list[ColumnElement[bool]]) -> dict[int, Counter[Count]]:
    """By office how many visits were planned, held, moved, cancelled and verified."""
    keys = (Visit.office_id, Visit.state, Visit.was_opens_at.is_not(None).label("moved"))
    grouped = session().execute(select(*keys, func.count()).where(*conditions).group_by(*keys))
    found: dict[int, Counter[Count]] = defaultdict(Counter)
    for office, state, moved, count in grouped:
        for fate in (Count.PLANNED, Count.HELD, Count.MOVED, Count.CANCELLED, Count.VERIFIED):
            states, must_move = FATES[fate]
            if state in states and must_move in (None, bool(moved)):
                found[office][fate] += count
    return found


def _results_of(conditions: list[ColumnElement[bool]]) -> dict[int, tuple[int, Counter[str]]]:
    """By office the requests and the documents by code, of verified visits."""
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
    return defaultdict(
        lambda: (0, Counter()),
        {office: (requests[office], documents[office]) for office in requests.keys() | documents.keys()},
    )
