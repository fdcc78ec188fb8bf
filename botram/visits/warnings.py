"""Warnings before announcing a visit. They do not prevent it, but each needs a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram.days.rules import (
    DayKindShown,
    DayNote,
    after_ramadan_hours,
    friday_prayer_overlap,
    is_fasting_day,
    notes_between,
)
from botram.formats import both, day_and_hours
from botram.services.texts import localized
from botram.staff.models import Role, Team
from botram.visits.conflict_queries import surroundings_of
from botram.visits.models import ANNOUNCED, Visit, VisitState
from botram.visits.surroundings import Surroundings, overlaps
from botram.visits.travel import minutes_between

_MEMBER_LEFT = "member-left"
SHORT_NOTICE, SHORT_NOTICE_DAYS = "short-notice", 3
_EQUIPMENT = {"ENROLMENT_KIT": "enrolment_kit", "KTP_PRINTER": "ktp_printer", "KIA_PRINTER": "kia_printer"}


@dataclass(frozen=True)
class Notice:
    """One finding of the rules: its code, under which a reason is stored, and its sentence."""

    code: str
    sentence: str
    other: Visit | None = None  # the other visit that it is about
    people: tuple[int, ...] = ()  # account ids, where it is about people who left the team


def warnings_of(visit: Visit, *, now: datetime) -> list[Notice]:
    """Return all warnings of a visit with its present values, saved or not. Five statements."""
    return warnings_among(visit, surroundings_of(visit.office, [visit]), now=now)


def warnings_among(
    visit: Visit, around: Surroundings, *, now: datetime, left: frozenset[int] = frozenset()
) -> list[Notice]:
    """Return all warnings of a visit whose surroundings were read already.

    left  officers who leave the visit's team just now, by account id
    """
    near = around.near(visit)
    if visit.state is not VisitState.DRAFT:  # a draft gives way to it, and is warned itself
        near = [other for other in near if other.state in ANNOUNCED]
    return [
        *_day_warnings(visit, around),
        *_same_village(visit, around),
        *_venue_taken(visit, near),
        *_vehicle_taken(visit, near),
        *_too_little_travel_time(visit, near),
        *_equipment_missing(visit),
        *_closed_rows(visit),
        *_people_missing(visit, left),
        *_short_notice(visit, now),
    ]


def _day_warnings(visit: Visit, around: Surroundings) -> Iterable[Notice]:
    """Warn of holidays, collective leave, own days of the office, Friday prayers and hours in Ramadan."""
    zone = ZoneInfo(visit.office.time_zone)
    opens, closes = visit.opens_at.astimezone(zone), visit.closes_at.astimezone(zone)
    for note in notes_between(opens.date(), opens.date(), around.own_days(opens.date())):
        if text := _day_sentence(note):
            yield Notice("holiday" if note.kind is DayKindShown.NATIONAL else note.kind.value.lower(), text)
    if friday_prayer_overlap(opens, closes):
        yield Notice("friday", _("Jumat pukul 11.30–13.00 biasanya tidak ada layanan karena salat Jumat."))
    if after_ramadan_hours(opens, closes) and is_fasting_day(opens.date(), around.ramadans):
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


def _same_village(visit: Visit, around: Surroundings) -> Iterable[Notice]:
    """Warn of another visit to the same village within 30 days, for each of its villages."""
    for code, village in zip(("same-village", "same-second-village"), visit.villages, strict=False):
        if other := around.nearest_in_village(visit, village.code):
            day = day_and_hours(other.opens_at, other.closes_at, visit.office.time_zone)
            sentence = _(
                "%(village)s juga dikunjungi %(day)s, kurang dari 30 hari.", village=village.full_name, day=day
            )
            yield Notice(code, sentence, other)


def _venue_taken(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of another visit at the same venue at that time."""
    for other in around:
        if other.venue_id == visit.venue_id and overlaps(visit, other):
            sentence = _("Titik layanan ini juga dipakai %(team)s pada jam itu.", team=_names(other.teams))
            yield Notice("venue", sentence, other)
            return


def _vehicle_taken(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of another team with the same vehicle at that time."""
    mine = {team.vehicle for team in visit.teams if team.vehicle}
    for other in around:
        same = [team for team in other.teams if team.vehicle in mine and team.id not in visit.team_ids]
        if same and overlaps(visit, other):
            sentence = _("%(vehicle)s juga dipakai %(team)s.", vehicle=same[0].vehicle, team=same[0].name)
            yield Notice("vehicle", sentence, other)
            return


def _too_little_travel_time(visit: Visit, around: Sequence[Visit]) -> Iterable[Notice]:
    """Warn of a gap to a team's previous or next visit that is shorter than the travel time."""
    for other in around:
        if not visit.team_ids & other.team_ids or other.state not in ANNOUNCED or overlaps(visit, other):
            continue
        first, second = sorted((visit, other), key=lambda one: one.opens_at)
        gap = second.opens_at - first.closes_at
        needed = minutes_between(first, second)
        if gap < timedelta(minutes=needed) and gap < timedelta(hours=12):
            sentence = _(
                "Perjalanan dari %(start)s ke %(end)s kira-kira %(needed)d menit, jaraknya hanya %(gap)d menit.",
                start=first.place_name,
                end=second.place_name,
                needed=needed,
                gap=gap.total_seconds() // 60,
            )
            yield Notice("travel", sentence, other)
            return


def _equipment_missing(visit: Visit) -> Iterable[Notice]:
    """Warn of services that need equipment which no team of the visit has."""
    short = [
        localized(offer.service, "name")
        for offer in visit.offers
        if any(not _carried(visit, _EQUIPMENT[need]) for need in offer.service.equipment)
    ]
    if short:
        sentence = _(
            "%(team)s tidak membawa alat untuk: %(services)s.", team=_names(visit.teams), services=", ".join(short)
        )
        yield Notice("equipment", sentence)


def _carried(visit: Visit, equipment: str) -> bool:
    """Whether one of the teams of a visit has a piece of equipment."""
    return any(getattr(team, equipment) for team in visit.teams)


def _names(teams: Iterable[Team]) -> str:
    """The names of one team or two."""
    return both(team.name for team in teams)


def _closed_rows(visit: Visit) -> Iterable[Notice]:
    """Warn of a team, a venue or services that are not there any more."""
    if closed := [team for team in visit.teams if not team.active]:
        yield Notice("team-closed", _("%(team)s tidak bertugas lagi.", team=_names(closed)))
    if not visit.venue.active:
        yield Notice("venue-closed", _("%(venue)s sudah ditutup.", venue=visit.venue.name))
    if gone := [localized(offer.service, "name") for offer in visit.offers if not offer.service.active]:
        sentence = _("Tidak ada lagi di daftar layanan: %(services)s.", services=", ".join(gone))
        yield Notice("service-gone", sentence)


def _people_missing(visit: Visit, left: frozenset[int]) -> Iterable[Notice]:
    """Warn of officers of the crew who are no officers any more, and of those who have left the team since."""
    there = {member.account_id: member.account for member in visit.crew}
    gone = {number for number, person in there.items() if not person.active or person.role is not Role.OFFICER}
    if gone:
        names = ", ".join(sorted(there[number].name for number in gone))
        yield Notice("officer-gone", _("Bukan petugas aktif lagi: %(names)s.", names=names))
    noted = left.union(*(mark.people for mark in visit.marks if mark.code == _MEMBER_LEFT))
    if noted := noted & there.keys() - gone:
        noted -= {member.id for team in visit.teams for member in team.members}
    if noted:
        names = ", ".join(sorted(there[number].name for number in noted))
        sentence = _("Bukan anggota %(team)s lagi: %(names)s.", team=_names(visit.teams), names=names)
        yield Notice(_MEMBER_LEFT, sentence, people=tuple(sorted(noted)))


def _short_notice(visit: Visit, now: datetime) -> Iterable[Notice]:
    """Warn of a visit that is announced less than three days before."""
    if visit.published_at is None and visit.opens_at - now < timedelta(days=SHORT_NOTICE_DAYS):
        yield Notice(SHORT_NOTICE, _("Kurang dari 3 hari lagi; banyak warga tidak akan tahu pada waktunya."))
