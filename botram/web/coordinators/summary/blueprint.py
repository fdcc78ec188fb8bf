"""Shared by all pages of figures: the filters in the address, and the address of the visits behind a figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, request, url_for

from botram import clock
from botram.places.queries import districts_of
from botram.refusals import NotFound
from botram.reports.measures import Count, Figure, Measure, ReportScope
from botram.reports.periods import month_of, read_month, read_period
from botram.services.queries import Names, names
from botram.web import access
from botram.web.coordinators.filters import filter_asked

blueprint = Blueprint("summary", __name__)

_LONGEST_CODE = 40  # letters

FILTERS = ("dari", "sampai", "kecamatan", "layanan", "terverifikasi")
"""The query parameters of a scope."""


@dataclass(frozen=True)
class Asked:
    """The scope in an address, with the names of its codes."""

    scope: ReportScope
    shortened: bool  # it asked for more months than a report has
    names: Names
    districts: Mapping[str, str]

    def filters(self, scope: ReportScope) -> dict[str, Any]:
        """Return the query arguments for a scope, without empty ones."""
        period = scope.period
        said = {
            "dari": str(period.first),
            "sampai": str(period.last),
            "kecamatan": scope.district,
            "layanan": self.names.slugs.get(scope.service, ""),
            "terverifikasi": "1" if scope.verified else "",
        }
        return {name: value for name, value in said.items() if value}

    def moved_filters(self, months: int) -> dict[str, Any]:
        """Return the query arguments for a period so many months later."""
        return self.filters(replace(self.scope, period=self.scope.period.moved(months)))

    def list_of(self, figure: Figure) -> str:
        """Return the address of the visits behind a figure."""
        said: dict[str, Any] = {"hitung": figure.measure.count.value, "rinci": figure.measure.code or None}
        return url_for("coordinators.summary.visits", **said, **self.filters(figure.scope))


def report_asked() -> Asked:
    """Return the scope in this address, without invalid arguments. Four statements."""
    office, called = access.me().office, names()
    districts = {district.code: district.name for district in districts_of(office)}
    codes = {slug: code for code, slug in called.slugs.items()}
    present = month_of(clock.now(), office.time_zone)
    period, shortened = read_period(filter_asked("dari", read_month), filter_asked("sampai", read_month), present)
    scope = ReportScope(
        office,
        period,
        district=filter_asked("kecamatan", districts),
        service=codes.get(filter_asked("layanan", codes), ""),
        verified=filter_asked("terverifikasi", {"1"}) == "1",
    )
    return Asked(scope, shortened, called, districts)


def measure_asked() -> Measure:
    """Return the measure in this address. Raises NotFound for an unknown one."""
    count, code = request.args.get("hitung", ""), request.args.get("rinci", "")
    if count not in set(Count) or len(code) > _LONGEST_CODE or not code.isprintable():
        raise NotFound
    return Measure(Count(count), code)
