"""The sums of one report, read once, from which all its figures are calculated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from botram.reports.measures import KINDS, VISIT_STATES, Count, Figure, Measure, ReportScope
from botram.reports.periods import Month
from botram.reports.queries import district_counts, result_counts, visit_counts

_MONTHS_SHOWN = 6  # at least, so that a month is shown beside previous ones

_Sums = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Counts:
    """The sums of a scope, and of previous months where its period is short.

    In a key, None for a month means the whole period of the scope, and "" for anything else means all of them.
    """

    scope: ReportScope
    visits: _Sums  # by month, district, state, and whether it was moved
    results: _Sums  # by month, kind, service, code
    districts: _Sums  # by district and kind

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the sums."""
        return self.scope.period.at_least(_MONTHS_SHOWN).months

    def figure(
        self, count: Count, code: str = "", *, month: Month | None = None, district: str = "", service: str = ""
    ) -> Figure:
        """The figure of the scope, or of one month, district or service in it."""
        measure, scope = Measure(count, code), self.scope.of(month=month, district=district, service=service)
        if count not in KINDS:
            states, moved = VISIT_STATES[count]
            keys = product(states, (False, True) if moved is None else (moved,))
            value = sum(self.visits[(month, district, *key)] for key in keys)
        elif district:
            value = self.districts[(district, KINDS[count])]
        else:
            codes = measure.codes or ("",)
            value = sum(self.results[(month, KINDS[count], service, one)] for one in codes)
        return Figure(value, scope, measure)

    def codes(self, count: Count, months: Iterable[Month | None] = (None,)) -> set[str]:
        """The codes of a count with any results in these months. None: in the scope's period."""
        wanted = set(months)
        return {
            code
            for (month, kind, service, code), found in self.results.items()
            if month in wanted and kind is KINDS[count] and not service and code and found
        }

    def services(self) -> set[str]:
        """The codes of the services with results in the scope's period."""
        return {
            service
            for (month, _kind, service, code), found in self.results.items()
            if month is None and service and not code and found
        }

    def places(self) -> set[str]:
        """The codes of the districts with visits in the scope's period."""
        return {district for (month, district, *_key), found in self.visits.items() if month is None and found}


def counts_of(scope: ReportScope) -> Counts:
    """Read the sums of a scope. Three statements."""
    shown, own = replace(scope, period=scope.period.at_least(_MONTHS_SHOWN)), set(scope.period.months)
    visits, results = _Sums(), _Sums()
    for (month, district, *state), count in visit_counts(shown).items():
        for begun, place in product(_month_keys(month, own), ("", district)):
            visits[(begun, place, *state)] += count
    for (month, kind, service, code), count in result_counts(shown).items():
        for key in product(_month_keys(month, own), (kind,), ("", service), ("", code)):
            results[key] += count
    return Counts(scope, visits, results, _Sums(district_counts(scope)))


def _month_keys(month: Month, own: set[Month]) -> Iterable[Month | None]:
    """The keys that a month is counted under: itself, and None where the scope's period includes it."""
    return (month, None) if month in own else (month,)
