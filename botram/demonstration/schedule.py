"""The schedule of the demonstration, calculated from the date: always the same for a day.

It follows the first years of Botram: a kecamatan every Saturday, a village every Tuesday and Thursday, sometimes a
school or a home on a Wednesday. The villages are real, everything else is fictitious.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from botram.demonstration.facts import OFFICES, SCHEDULE
from botram.places.models import Village
from botram.visits.models import VisitLevel
from botram.visits.plans import OfferPlan

BEKASI = "32.16"
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY = 1, 2, 3, 5
VILLAGE_STEP, DISTRICT_STEP = 71, 5  # of the indexes: consecutive visits are far apart in the lists
CANCELLED_OF_17, MOVED_OF_17 = 4, 11  # one village visit in 17 each; never on the same Monday
_AT_DISTRICTS = 9  # agencies at a visit to a kecamatan
_OFFERS = {visit: tuple(OfferPlan(*one) for one in offers.items()) for visit, offers in SCHEDULE["offers"].items()}
_AGENCIES = list(SCHEDULE["agencies"])


@dataclass(frozen=True)
class Slot:
    """One visit as first planned, and its later changes."""

    day: date
    level: VisitLevel
    team: str
    village: str  # code
    venue: str
    offers: tuple[OfferPlan, ...]
    closes: int = 14  # hour; all open at 8
    title: str = ""
    partners: tuple[str, ...] = ()
    moved_to: date | None = None
    replaced_on: date | None = None  # cancelled, and replaced by a visit on this day
    reason: str = ""


def slots(
    office: str, places: Sequence[Village], first: date, last: date, is_free: Callable[[date], bool]
) -> Iterator[Slot]:
    """Yield the visits of an office from one day to another, soonest first.

    places   its villages with a point, by code
    is_free  whether a day is no holiday
    """
    make = _bekasi_day if office == BEKASI else _bandung_barat_day
    day = first
    while day <= last:
        if is_free(day) and (slot := make(places, day, is_free)):
            yield slot
        day += timedelta(days=1)


def _bekasi_day(places: Sequence[Village], day: date, is_free: Callable[[date], bool]) -> Slot | None:
    """The visit of a day in Bekasi; None for a day without one."""
    week, weekday = day.toordinal() // 7, day.weekday()
    if weekday == SATURDAY:
        return _district_edition(places, day, week)
    if weekday in (TUESDAY, THURSDAY):
        return _village_visit(places, day, 2 * week + (weekday == THURSDAY), is_free)
    if weekday == WEDNESDAY and week % 3 == 1:
        return _school_or_home(places, day, week)
    return None


def _district_edition(places: Sequence[Village], day: date, week: int) -> Slot:
    """A visit to a kecamatan on a Saturday."""
    codes = sorted({place.district_code for place in places})
    district = codes[week * DISTRICT_STEP % len(codes)]
    here = [place for place in places if place.district_code == district]
    place = here[week // len(codes) % len(here)]
    return Slot(
        day,
        VisitLevel.DISTRICT,
        _zone_team(places, place),
        place.code,
        _in_turn(SCHEDULE["venues"]["kecamatan"], week),
        _OFFERS["district"],
        closes=16 if week % 3 == 0 else 15,
        partners=tuple(_in_turn(_AGENCIES, week + n) for n in range(_AT_DISTRICTS)),
    )


def _village_visit(places: Sequence[Village], day: date, number: int, is_free: Callable[[date], bool]) -> Slot:
    """A visit to a village on a Tuesday or Thursday; sometimes it is cancelled, or moved to a Monday."""
    place = places[number * VILLAGE_STEP % len(places)]
    slot = Slot(
        day,
        VisitLevel.VILLAGE,
        _zone_team(places, place),
        place.code,
        _in_turn(SCHEDULE["venues"][place.kind], number),
        _OFFERS["small" if number % 5 == 0 else "village"],
        closes=15 if number % 4 == 1 else 14,
        partners=tuple(SCHEDULE["agencies_at_villages"][: number % 3]),
    )
    if number % 17 == CANCELLED_OF_17:
        reason = _in_turn(SCHEDULE["reasons"]["cancel"], number)
        return replace(slot, replaced_on=_free_monday(day, 2, is_free), reason=reason)
    if number % 17 == MOVED_OF_17:
        reason = _in_turn(SCHEDULE["reasons"]["move"], number)
        return replace(slot, moved_to=_free_monday(day, 1, is_free), reason=reason)
    return slot


def _school_or_home(places: Sequence[Village], day: date, week: int) -> Slot:
    """A visit to a fictitious school on a Wednesday, sometimes to a home for old people."""
    place = places[week * DISTRICT_STEP * VILLAGE_STEP % len(places)]
    kind = "home" if week % 9 == 4 else "school"
    host = SCHEDULE[kind]
    return Slot(
        day,
        VisitLevel.SCHOOL if kind == "school" else VisitLevel.INSTITUTION,
        _zone_team(places, place),
        place.code,
        host["venue"],
        _OFFERS[kind],
        closes=13,
        title=f"{_in_turn(host['names'], week // 3)} {place.district.name}",
    )


def _bandung_barat_day(places: Sequence[Village], day: date, _is_free: Callable[[date], bool]) -> Slot | None:
    """The visit of the other office: a village every second Wednesday; None on other days."""
    week = day.toordinal() // 7
    if day.weekday() != WEDNESDAY or week % 2:
        return None
    place = places[week * VILLAGE_STEP % len(places)]
    venue = _in_turn(SCHEDULE["venues"][place.kind], week // 2)
    return Slot(day, VisitLevel.VILLAGE, "Tim Lembang", place.code, venue, _OFFERS["village"])


def _in_turn(items: Sequence[str], number: int) -> str:
    """The item of a rotation with that number."""
    return items[number % len(items)]


def _zone_team(places: Sequence[Village], place: Village) -> str:
    """The team for a place: each of three teams has a third of the districts, from north to south."""
    by_district = groupby(places, key=lambda village: village.district_code)
    furthest_north = {code: max(village.latitude or -90.0 for village in group) for code, group in by_district}
    order = sorted(furthest_north, key=lambda code: (-furthest_north[code], code))
    names: list[str] = list(OFFICES[BEKASI]["teams"])
    return names[order.index(place.district_code) * len(names) // len(order)]


def _free_monday(day: date, weeks: int, is_free: Callable[[date], bool]) -> date:
    """The first Monday without a holiday, ``weeks`` weeks after the day or later."""
    monday = day + timedelta(days=7 * weeks - day.weekday())
    while not is_free(monday):
        monday += timedelta(days=7)
    return monday
