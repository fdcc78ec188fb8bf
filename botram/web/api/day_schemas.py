"""What an officer's phone reports of the day."""

from typing import Any

import marshmallow as ma

from botram.visits.field.reports import LONGEST_REMARK, STATUSES, ClosingReport, ServiceReport, StatusReport
from botram.visits.models import DayReportKind, Obstacle, OfferReason, OfferState
from botram.web.api.field_types import Body, Choice, Code, Degrees, Instant, Items, Paragraphs, Word
from botram.web.api.result_schemas import CLOCK_WITHOUT_BATTERY, UUID
from botram.web.api.visit_schemas import SERVICE_CODE


class Position(Items):
    """Latitude and longitude; a wrong pair is nobody's fault and nothing worth refusing a report for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Degrees(-180, 180), least=2, most=2, **options)


class Reported(Body):
    """What every report has."""

    id = Code(UUID, required=True)
    at = Instant(CLOCK_WITHOUT_BATTERY, required=True)


class Status(Reported):
    """On the way, open, queue closed, finished."""

    status = Choice(*STATUSES, required=True)
    position = Position(
        load_default=None,
        allow_none=True,
        metadata={"description": "Latitude, longitude. Only the distance from the venue is kept."},
    )

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> StatusReport:
        """The report that was read."""
        position = tuple(read["position"]) if read["position"] else None
        return StatusReport(read["id"], DayReportKind(read["status"]), read["at"], position)


class ServiceState(Reported):
    """A service can be had, only just, or no longer."""

    service = Code(SERVICE_CODE, required=True)
    state = Word(OfferState, required=True)
    reason = Word(OfferReason, load_default=None, allow_none=True)

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> ServiceReport:
        """The report that was read."""
        return ServiceReport(read["id"], read["service"], read["state"], read["reason"], read["at"])


class Closing(Reported):
    """What hindered the team, and its remark."""

    obstacles = Items(Word(Obstacle), most=len(Obstacle), load_default=list)
    remark = Paragraphs(longest=LONGEST_REMARK, load_default="")

    @ma.post_load
    def report(self, read: dict[str, Any], **_options: Any) -> ClosingReport:
        """The report that was read."""
        return ClosingReport(read["id"], tuple(dict.fromkeys(read["obstacles"])), read["remark"], read["at"])
