"""The public figures: sums over whole offices, without any that could identify a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from botram.reports.measures import Count
from botram.reports.periods import Period
from botram.reports.public_queries import announced_for, result_sums_by_office, visit_counts_by_office
from botram.staff.models import Office
from botram.staff.queries import offices

_FEWEST = 5  # smaller figures of a district are suppressed, since they could identify people


@dataclass(frozen=True)
class OfficeFigures:
    """The figures of an office in a period. Results are of verified visits only."""

    office: Office
    visits: Counter[Count]
    requests: int | None  # None: suppressed, from 1 to 4
    documents: dict[str, int | None]  # by code


def public_figures(period: Period, zone: str, district: str = "") -> Iterator[OfficeFigures]:
    """Yield the figures of each office with visits in a period, by its code. Three statements.

    zone      the time zone in which months begin
    district  only visits to villages of this district, by its code; small figures are then suppressed
    """
    announced = announced_for(period, zone, district)
    visits, (requests, documents) = visit_counts_by_office(announced), result_sums_by_office(announced)
    for office in offices():
        if office.id in visits:
            yield OfficeFigures(
                office,
                visits[office.id],
                _published_figure(requests[office.id], district),
                {code: _published_figure(count, district) for code, count in sorted(documents[office.id].items())},
            )


def _published_figure(count: int, district: str) -> int | None:
    """The figure, or None for a small one of a district."""
    return None if district and 0 < count < _FEWEST else count
