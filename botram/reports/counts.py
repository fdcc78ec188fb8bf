"""The sums of one report, read once, from which every figure of it is taken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from botram.reports.measures import FATES, KINDS, Count, Figure, Measure, ReportScope
from botram.reports.periods import Month
from botram.reports.queries import district_counts, result_counts, visit_counts

_MONTHS_SHOWN = 6  # at least, so that a month is seen beside those before it

_Sums = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Counts:
    """What was counted in a scope, and in the months before it where it is short.

    A key holds None for a month where it stands for the scope's whole period, and "" for whatever is all.
    """

    scope: ReportScope
    visits: _Sums  # by month, district, state, and whether they moved
    results: _Sums  # by month, kind, service, code
    districts: _Sums  # by district and kind

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that were counted."""
        return self.scope.period.at_least(_MONTHS_SHOWN).months

    def figure(
        self,
        count: Count,
        code: str = "",
        *,
        month: Month | None = None,
        district: str = "",
        service: str = "",
    ) -> Figure:
        """One figure: of the scope, or of one month, district or service of it."""
        measure, scope = Measure(count, code), self.scope.of(month=month, district=district, service=service)
        if count not in KINDS:
            states, moved = FATES[count]
            ways = product(states, (False, True) if moved is None else (moved,))
            value = sum(self.visits[(month, district, *way)] for way in ways)
        elif district:
            value = self.districts[(district, KINDS[count])]
        else:
            codes = measure.codes or ("",)
            value = sum(self.results[(month, KINDS[count], service, one)] for one in codes)
        return Figure(value, scope, measure)

    def codes(self, count: Count, months: Iterable[Month | None] = (None,)) -> set[str]:
        """The outcomes, documents or missing papers that occur in counted months; None is the scope's period."""
        wanted = set(months)
        return {
            code
            for (month, kind, service, code), found in self.results.items()
            if month in wanted and kind is KINDS[count] and not service and code and found
        }

    def services(self) -> set[str]:
        """The services of which something was counted in the scope's period."""
        return {
            service
            for (month, _kind, service, code), found in self.results.items()
            if month is None and service and not code and found
        }

    def places(self) -> set[str]:
        """The districts that were visited in the scope's period."""
        return {
            district for (month, district, *_way), found in self.visits.items() if month is None and found
        }


def counts_of(scope: ReportScope) -> Counts:
    """Read the sums of a scope. Three statements."""
    shown, own = replace(scope, period=scope.period.at_least(_MONTHS_SHOWN)), set(scope.period.months)
    visits, results = _Sums(), _Sums()
    for (month, district, *way), count in visit_counts(shown).items():
        for begun, place in product(when(month, own), ("", district)):
            visits[(begun, place, *way)] += count
    for (month, kind, service, code), count in result_counts(shown).items():
        for key in product(when(month, own), (kind,), ("", service), ("", code)):
            results[key] += count
    return Counts(scope, visits, results, _Sums(district_counts(scope)))


def when(month: Month, own: set[Month]) -> Iterable[Month | None]:
    """The keys under which a month is summed: itself, and the scope's period if it is in it."""
    return (month, None) if month in own else (month,)
