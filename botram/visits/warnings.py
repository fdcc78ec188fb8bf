"""Warnings before announcing a visit. They do not prevent it, but each needs a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.days.queries import day_notes, in_ramadan
from botram.days.rules import DayKindShown, DayNote, after_ramadan_hours, friday_prayer_overlap
from botram.formats import day_and_hours
from botram.services.texts import localized
from botram.visits.conflict_queries import nearest_visit_to_village, visits_around
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.travel import minutes_between

_SAME_VILLAGE_DAYS = 30
SHORT_NOTICE, SHORT_NOTICE_DAYS = "short-notice", 3
_EQUIPMENT = {"ENROLMENT_KIT": "enrolment_kit", "KTP_PRINTER": "ktp_printer", "KIA_PRINTER": "kia_printer"}


@dataclass(frozen=True)
class Notice:
    """One warning: its code, under which the reason is stored, and its sentence."""

    code: str
    sentence: str


def warnings_of(visit: Visit, *, now: datetime) -> list[Notice]:
    """Return all warnings of a visit with its present values, saved or not. Five statements."""
    around = visits_around(visit.office, visit.opens_at, visit.closes_at, visit.id)
    return [
        *_day_warnings(visit),
        *_same_village(visit),
        *_venue_taken(visit, around),
        *_vehicle_taken(visit, around),
        *_too_little_travel_time(visit, around),
        *_equipment_missing(visit),
        *_short_notice(visit, now),
    ]


def _day_warnings(visit: Visit) -> Iterable[Notice]:
    """Warn of holidays, collective leave, own days of the office, Friday prayers and hours in Ramadan."""
    zone = ZoneInfo(visit.office.time_zone)
    opens, closes = visit.opens_at.astimezone(zone), visit.closes_at.astimezone(zone)
    for note in day_notes(visit.office, opens.date(), opens.date()):
        if text := _day_sentence(note):
            yield Notice("holiday" if note.kind is DayKindShown.NATIONAL else note.kind.value.lower(), text)
    if friday_prayer_overlap(opens, closes):
        yield Notice("friday", _("Jumat pukul 11.30–13.00 biasanya tidak ada layanan karena salat Jumat."))
    if after_ramadan_hours(opens, closes) and in_ramadan(visit.office, opens.date()):
        yield Notice("ramadan", _("Hari ini bulan Ramadan; jam layanan biasanya lebih pendek."))


def _day_sentence(note: DayNote) -> str:
    """The sentence of a holiday or a day of leave; empty for a workday."""
    name = _("%(name)s (perkiraan)", name=note.label) if note.estimated else note.label
    match note.kind:
        case DayKindShown.NATIONAL:
            return str(_("Hari libur nasional: %(name)s.", name=name))
        case DayKindShown.COLLECTIVE:
            return str(_("Cuti bersama: %(name)s.", name=name))
        case DayKindShown.OFFICE:
            return str(_("Hari libur kantor: %(name)s.", name=name))
        case DayKindShown.WORKDAY:
            return ""
        case _:
            assert_never(note.kind)


def _same_village(visit: Visit) -> Iterable[Notice]:
    """Warn of another visit to the same village within 30 days."""
    if other := nearest_visit_to_village(visit.village_code, visit.opens_at, _SAME_VILLAGE_DAYS, visit.id):
        day = day_and_hours(other.opens_at, other.closes_at, visit.office.time_zone)
        yield Notice(
            "same-village",
            _("%(village)s juga dikunjungi %(day)s, kurang dari 30 hari.", village=visit.village.full_name, day=day),
        )


def _overlaps(visit: Visit, other: Visit) -> bool:
    """Whether two visits overlap in time. Touching ends do not overlap."""
    return other.opens_at < visit.closes_at and visit.opens_at < other.closes_at


def _venue_taken(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of another visit at the same venue at that time."""
    for other in around:
        if other.venue_id == visit.venue_id and _overlaps(visit, other):
            yield Notice("venue", _("Titik layanan ini juga dipakai %(team)s pada jam itu.", team=other.team.name))
            return


def _vehicle_taken(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of another team with the same vehicle at that time."""
    for other in around:
        same = visit.team.vehicle and other.team.vehicle == visit.team.vehicle and other.team_id != visit.team_id
        if same and _overlaps(visit, other):
            vehicle = visit.team.vehicle
            yield Notice("vehicle", _("%(vehicle)s juga dipakai %(team)s.", vehicle=vehicle, team=other.team.name))
            return


def _too_little_travel_time(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of a gap to the team's previous or next visit that is shorter than the travel time."""
    for other in around:
        if other.team_id != visit.team_id or other.state not in ANNOUNCED or _overlaps(visit, other):
            continue
        first, second = sorted((visit, other), key=lambda one: one.opens_at)
        gap = second.opens_at - first.closes_at
        needed = minutes_between(first, second)
        if gap < timedelta(minutes=needed) and gap < timedelta(hours=12):
            yield Notice(
                "travel",
                _(
                    "Perjalanan dari %(start)s ke %(end)s kira-kira %(needed)d menit, jaraknya hanya %(gap)d menit.",
                    start=first.place_name,
                    end=second.place_name,
                    needed=needed,
                    gap=gap.total_seconds() // 60,
                ),
            )
            return


def _equipment_missing(visit: Visit) -> Iterable[Notice]:
    """Warn of services that need equipment which the team does not have."""
    short = [
        localized(offer.service, "name")
        for offer in visit.offers
        if any(not getattr(visit.team, _EQUIPMENT[need]) for need in offer.service.equipment)
    ]
    if short:
        sentence = _(
            "%(team)s tidak membawa alat untuk: %(services)s.", team=visit.team.name, services=", ".join(short)
        )
        yield Notice("equipment", sentence)


def _short_notice(visit: Visit, now: datetime) -> Iterable[Notice]:
    """Warn of a visit that is announced less than three days before."""
    if visit.published_at is None and visit.opens_at - now < timedelta(days=SHORT_NOTICE_DAYS):
        yield Notice(SHORT_NOTICE, _("Kurang dari 3 hari lagi; banyak warga tidak akan tahu pada waktunya."))
