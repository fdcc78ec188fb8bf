"""Templates as values: what they mean on a day, and where a plan differs from one. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar, assert_never

from flask_babel import gettext as _

from botram import clock
from botram.places.models import Venue
from botram.services.models import Service
from botram.staff.models import Team
from botram.visits.models import VisitLevel
from botram.visits.plans import BoothPlan, OfferPlan, VisitPlan

_Key = TypeVar("_Key")
BUILT_IN = 0  # the number of the template that a level without a default of the office has
_ON_THE_SPOT = {"Y", "Y/E"}  # what a mobile team usually finishes at the desk, card blanks permitting
_FOR_PUPILS = {"KTP_ENROL", "KIA_NEW", "KIA_REPLACE", "IKD", "DATA_CHECK"}
_OPENS, _QUEUE_CLOSES, _CLOSES = time(8), time(13), time(14)


@dataclass(frozen=True)
class Usual:
    """What visits have in common: hours of the wall clock, services with quotas, agencies with their booths."""

    opens: time | None
    closes: time | None
    queue_closes: time | None
    offers: Mapping[str, int | None]  # quotas by code of the service; None: no limit
    booths: Mapping[int, tuple[str, str]]  # what an agency offers and the label of its booth, by its number


@dataclass(frozen=True)
class Template(Usual):
    """A template as forms and the board use it, without services and agencies that are no longer offered."""

    number: int  # BUILT_IN or the id of its row
    level: VisitLevel
    name: str
    opens: time
    closes: time

    @property
    def key(self) -> str:
        """What it is called in forms: its number, or the level where it is the built-in one."""
        return str(self.number) if self.number else self.level.value


class Part(StrEnum):
    """What of a plan can differ from a template, by the name of its input."""

    OPENS = "opens"
    QUEUE_CLOSES = "queue_closes"
    CLOSES = "closes"
    SERVICE = "services"
    AGENCY = "partners"


@dataclass(frozen=True)
class Difference:
    """One value of a plan that differs from its template; None on a side that lacks the service or the agency."""

    part: Part
    key: str = ""  # the code of the service or the number of the agency


def template_plan(template: Template, day: date, team: Team, venue: Venue, notes: str = "") -> VisitPlan:
    """Return the plan of a visit that follows a template on a day."""

    def moment(hour: time) -> datetime:
        return clock.at_wall_clock(day, hour.hour, hour.minute, venue.office.time_zone)

    return VisitPlan(
        level=template.level,
        team=team,
        venue=venue,
        opens_at=moment(template.opens),
        closes_at=moment(template.closes),
        queue_closes_at=moment(template.queue_closes) if template.queue_closes else None,
        offers=tuple(OfferPlan(code, quota) for code, quota in template.offers.items()),
        booths=tuple(BoothPlan(agency, *texts) for agency, texts in template.booths.items()),
        texts={"notes": notes},
    )


def template_differences(template: Usual, plan: Usual) -> list[Difference]:
    """Return where a plan differs from a template, in the order of the form."""
    hours = (Part.OPENS, Part.QUEUE_CLOSES, Part.CLOSES)
    found = [Difference(part) for part in hours if getattr(template, part) != getattr(plan, part)]
    found += [Difference(Part.SERVICE, code) for code in _differing(template.offers, plan.offers)]
    found += [Difference(Part.AGENCY, str(agency)) for agency in _differing(template.booths, plan.booths)]
    return found


def _differing(one: Mapping[_Key, object], other: Mapping[_Key, object]) -> list[_Key]:
    """Return the keys that only one of two tables has, or with another value."""
    keys = dict.fromkeys((*one, *other))
    return [key for key in keys if (key in one) != (key in other) or one.get(key) != other.get(key)]


def nearest_template(templates: Iterable[Template], plan: Usual) -> Template:
    """Return the template from which a plan differs least; the first one of several."""
    return min(templates, key=lambda template: len(template_differences(template, plan)))


def built_in(level: VisitLevel, services: Iterable[Service]) -> Template:
    """Return the template of a level for which the office has marked none as its default."""
    offers = {service.code: None for service in _usual_services(level, services)}
    return Template(_OPENS, _CLOSES, _QUEUE_CLOSES, offers, {}, BUILT_IN, level, _("Bawaan"))


def _usual_services(level: VisitLevel, services: Iterable[Service]) -> list[Service]:
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
