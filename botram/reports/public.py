"""What everyone may read of the figures: sums over whole offices, nothing that could point at a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from botram.reports.measures import Count
from botram.reports.periods import Period
from botram.reports.public_queries import announced_for, fates_by_office, results_by_office
from botram.staff.models import Office
from botram.staff.queries import offices

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
    announced = announced_for(period, zone, district)
    visits, results = fates_by_office(announced), results_by_office(announced)
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
