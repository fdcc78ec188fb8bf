"""The schemas of reports of the day."""

from typing import Any

import marshmallow as ma

from botram.visits.field.reports import LONGEST_REMARK, STATUSES, ClosingReport, ServiceReport, StatusReport
from botram.visits.models import DayReportKind, Obstacle, OfferReason, OfferState
from botram.web.api.field_types import Body, Choice, Code, Degrees, Instant, Items, Paragraphs, Word
from botram.web.api.result_schemas import CLOCK_WITHOUT_BATTERY, UUID
from botram.web.api.visit_schemas import SERVICE_CODE


class Reported(Body):
    """The fields of every report."""

    id = Code(UUID, required=True)
    at = Instant(CLOCK_WITHOUT_BATTERY, required=True)


class Status(Reported):
    """A report of departure, opening, closed queue or end."""

    status = Choice(*STATUSES, required=True)
    position = Items(  # a wrong pair does not refuse the report
        Degrees(-180, 180),
        least=2,
        most=2,
        load_default=None,
        allow_none=True,
        metadata={"description": "Latitude, longitude. Only the distance from the venue is kept."},
    )

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> StatusReport:
        """Return the report in the body."""
        position = tuple(read["position"]) if read["position"] else None
        return StatusReport(read["id"], DayReportKind(read["status"]), read["at"], position)


class ServiceState(Reported):
    """A report on the state of a service."""

    service = Code(SERVICE_CODE, required=True)
    state = Word(OfferState, required=True)
    reason = Word(OfferReason, load_default=None, allow_none=True)

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> ServiceReport:
        """Return the report in the body."""
        return ServiceReport(read["id"], read["service"], read["state"], read["reason"], read["at"])


class Closing(Reported):
    """A report of obstacles and a remark."""

    obstacles = Items(Word(Obstacle), most=len(Obstacle), load_default=list)
    remark = Paragraphs(longest=LONGEST_REMARK, load_default="")

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> ClosingReport:
        """Return the report in the body."""
        return ClosingReport(read["id"], tuple(dict.fromkeys(read["obstacles"])), read["remark"], read["at"])
