"""The default services of a level where the office has set none. Pure functions."""

from collections.abc import Iterable
from typing import assert_never

from botram.services.models import Service
from botram.visits.models import VisitLevel

_ON_THE_SPOT = {"Y", "Y/E"}  # what a mobile team usually finishes at the desk, card blanks permitting
_FOR_PUPILS = {"KTP_ENROL", "KIA_NEW", "KIA_REPLACE", "IKD", "DATA_CHECK"}


def usual_services(level: VisitLevel, services: Iterable[Service]) -> list[Service]:
    """Return the services that mobile teams usually offer at visits of a level.

    Schools: what pupils come for, first enrolment and children's cards. Source: the school visits of North Jakarta in
    2019. Everybody else: all that is finished on the spot, as the service list says.
    """
    there = [service for service in services if service.mobile in _ON_THE_SPOT]
    match level:
        case VisitLevel.SCHOOL:
            return [service for service in there if service.code in _FOR_PUPILS] or there
        case VisitLevel.VILLAGE | VisitLevel.DISTRICT | VisitLevel.INSTITUTION:
            return there
        case _:
            assert_never(level)
